using EvalHarness.Core.Templating.Values;
using static EvalHarness.Core.Templating.Methods.TextMethods;

namespace EvalHarness.Core.Templating.Methods;

/// <summary>Methods of <c>str</c> that change the case.</summary>
internal static class TextCaseMethods
{
    public static TemplateFunction[] All { get; } =
    [
        Define("lower", (in call) => Core.Text.PythonText.Lower(Self(call))),
        Define("upper", (in call) => CaseMapping.Upper(Self(call))),
        Define("title", (in call) => CaseMapping.Title(Self(call))),
        Define("capitalize", (in call) => CaseMapping.Capitalize(Self(call))),
        Define("swapcase", (in call) => CaseMapping.SwapCase(Self(call))),
        Define("casefold", (in call) => CaseMapping.Fold(Self(call))),
    ];
}
