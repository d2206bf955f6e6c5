using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using EvalHarness.Core.Templating.Formatting;
using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's <c>str</c> and <c>repr</c>.</summary>
internal static class Printing
{
    /// <summary><c>str(x)</c>: what an output tag prints.</summary>
    public static string Text(object? value, RenderState state) => value switch
    {
        string text => text,
        Markup markup => markup.Text,
        Undefined => "",
        null => "None",
        bool flag => flag ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => FloatText.Repr(number),
        BigInteger number => Numbers.Print(number),
        _ => Repr(value, state),
    };

    /// <summary><c>repr(x)</c>: as in a list.</summary>
    public static string Repr(object? value, RenderState state)
    {
        var written = new StringBuilder();
        new Writer(written, state).Write(value);
        return written.ToString();
    }

    private sealed class Writer(StringBuilder written, RenderState state)
    {
        // Containers being written: one that holds itself prints as [...].
        private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);
        private int _charged;

        public void Write(object? value)
        {
            Charge();
            switch (value)
            {
                case string text: StringRepr.Append(written, text, asciiOnly: false); break;
                case Markup markup:
                    written.Append("Markup(");
                    StringRepr.Append(written, markup.Text, asciiOnly: false);
                    written.Append(')');
                    break;
                case Undefined: written.Append("Undefined"); break;
                case null or bool or long or double or BigInteger: written.Append(Text(value, state)); break;
                case TemplateList list: WriteItems(list, "[", list.Items, "]"); break;
                case TemplateTuple tuple: WriteItems(tuple, "(", tuple.Items, tuple.Items.Length == 1 ? ",)" : ")"); break;
                case TemplateMap map: WriteMap(map); break;
                case MapView view: WriteItems(view, TypeNames.Of(view) + "([", view.Items, "])"); break;
                case NamespaceValue space:
                    written.Append("<Namespace ");
                    Write(space.Attributes);
                    written.Append('>');
                    break;
                case TemplateRange range:
                    written.Append(CultureInfo.InvariantCulture, $"range({range.Start}, {range.Stop}");
                    written.Append(range.Step == 1 ? ")" : string.Create(CultureInfo.InvariantCulture, $", {range.Step})"));
                    break;
                case TemplateBytes bytes: WriteBytes(bytes); break;
                case TypeValue type: written.Append("<class '").Append(type.QualifiedName).Append("'>"); break;
                case MacroValue macro: written.Append(macro.Name is null ? "<Macro anonymous>" : $"<Macro '{macro.Name}'>"); break;
                case LoopValue loop: written.Append(CultureInfo.InvariantCulture, $"<LoopContext {loop.Index0 + 1}/{loop.Length(state)}>"); break;
                case TemplateFunction function: written.Append("<function ").Append(function.Name).Append('>'); break;
                default: written.Append('<').Append(TypeNames.Of(value)).Append(" object>"); break;
            }
        }

        private void WriteItems(object container, string open, IEnumerable<object?> items, string close)
        {
            if (!Enter(container, open, close))
                return;
            written.Append(open);
            var separator = "";
            foreach (var item in items)
            {
                written.Append(separator);
                Write(item);
                separator = ", ";
            }
            written.Append(close);
            _open.Remove(container);
        }

        private void WriteMap(TemplateMap map)
        {
            if (!Enter(map, "{", "}"))
                return;
            written.Append('{');
            var separator = "";
            foreach (var (key, value) in map.Entries)
            {
                written.Append(separator);
                Write(key);
                written.Append(": ");
                Write(value);
                separator = ", ";
            }
            written.Append('}');
            _open.Remove(map);
        }

        private bool Enter(object container, string open, string close)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            if (_open.Add(container))
                return true;
            written.Append(open).Append("...").Append(close.TrimStart(','));
            return false;
        }

        private void WriteBytes(TemplateBytes bytes)
        {
            // Bytes are written as a text of the first 256 characters, those beyond ASCII escaped.
            written.Append('b');
            StringRepr.Append(written, string.Concat(bytes.Content.Select(b => (char)b)), asciiOnly: true);
        }

        private void Charge()
        {
            state.CheckLength(written.Length);
            state.ChargeText(written.Length - _charged + 4);
            _charged = written.Length;
        }
    }
}
