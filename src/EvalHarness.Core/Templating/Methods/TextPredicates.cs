using System.Globalization;
using System.Text;
using EvalHarness.Core.Templating.Formatting;
using EvalHarness.Core.Templating.Values;
using EvalHarness.Core.Text;
using static EvalHarness.Core.Templating.Methods.TextMethods;

namespace EvalHarness.Core.Templating.Methods;

/// <summary>The <c>is…</c> methods of <c>str</c>.</summary>
internal static class TextPredicates
{
    public static TemplateFunction[] All { get; } =
    [
        Test("isalpha", text => Every(text, Rune.IsLetter)),
        Test("isalnum", text => Every(text, rune => Rune.IsLetter(rune) || IsNumeric(rune))),
        Test("isdigit", IsDigit),
        Test("isdecimal", text => Every(text, rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)),
        Test("isnumeric", text => Every(text, IsNumeric)),
        Test("isspace", text => Every(text, rune => PythonText.IsWhiteSpace(rune.Value))),
        Test("isascii", text => Ascii.IsValid(text)),
        Test("isprintable", text => text.EnumerateRunes().All(StringRepr.IsPrintable)),
        Test("isidentifier", text => Syntax.Identifiers.IsIdentifier(text)),
        Test("islower", IsLower),
        Test("isupper", IsUpper),
        Test("istitle", CaseMapping.IsTitle),
    ];

    /// <summary><c>str.isdigit</c>: decimal digits, and superscripts and the like.</summary>
    public static bool IsDigit(string text) => Every(text, rune =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
        || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNumber && CharUnicodeInfo.GetDigitValue(rune.ToString(), 0) >= 0));

    /// <summary><c>str.islower</c>: some cased character, and none that is not lower.</summary>
    public static bool IsLower(string text) => OnlyCase(text, CaseMapping.IsLower, CaseMapping.IsUpperOrTitle);

    /// <summary><c>str.isupper</c>.</summary>
    public static bool IsUpper(string text) => OnlyCase(text, CaseMapping.IsUpper, rune => CaseMapping.IsLower(rune) || CaseMapping.IsTitleCase(rune));

    private static bool OnlyCase(string text, Func<Rune, bool> wanted, Func<Rune, bool> unwanted)
    {
        var found = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (unwanted(rune))
                return false;
            found |= wanted(rune);
        }
        return found;
    }

    private static bool IsNumeric(Rune rune) => Rune.IsNumber(rune) || Rune.GetNumericValue(rune) != -1;

    private static bool Every(string text, Func<Rune, bool> test) => text.Length > 0 && text.EnumerateRunes().All(test);

    private static TemplateFunction Test(string name, Func<string, bool> test) => Define(name, (in call) => Boxes.Bool(test(Self(call))));
}
