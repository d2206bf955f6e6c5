using System.Globalization;
using System.Text;

namespace EvalHarness.Models.Tokenizers.PreTokenizers;

/// <summary>
/// Turns the expression dialect of the reference library (Oniguruma's) into .NET's where they differ: possessive quantifiers, scripts, brackets
/// inside classes, <c>\h</c> and <c>\x{…}</c>. What has no counterpart is refused.
/// </summary>
internal static class ExpressionTranslator
{
    // The scripts in the basic plane; characters beyond it are matched by a stand-in (see ExpressionPattern).
    private const string Han = @"\u2E80-\u2E99\u2E9B-\u2EF3\u2F00-\u2FD5\u3005\u3007\u3021-\u3029\u3038-\u303B\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFA6D\uFA70-\uFAD9";
    private const string Hiragana = @"\u3041-\u3096\u309D-\u309F";
    private const string Katakana = @"\u30A1-\u30FA\u30FD-\u30FF\u31F0-\u31FF\u32D0-\u32FE\u3300-\u3357\uFF66-\uFF6F\uFF71-\uFF9D";

    /// <summary>The expression for .NET.</summary>
    /// <exception cref="FormatException">It uses something that has no counterpart.</exception>
    public static string Translate(string expression)
    {
        var output = new StringBuilder(expression.Length + 16);
        var groups = new Stack<int>();
        var atom = 0;                      // where the last complete atom begins
        for (var i = 0; i < expression.Length;)
        {
            var c = expression[i];
            switch (c)
            {
                case '\\':
                    atom = output.Length;
                    i = Escape(expression, i, inClass: false, output);
                    break;
                case '[':
                    atom = output.Length;
                    i = Class(expression, i, output);
                    break;
                case '(':
                    groups.Push(output.Length);
                    i = GroupHead(expression, i, output);
                    break;
                case ')':
                    atom = groups.Count > 0 ? groups.Pop() : throw new FormatException("a parenthesis is closed that was not opened");
                    output.Append(c);
                    i++;
                    break;
                case '?' or '*' or '+' when i + 1 < expression.Length && expression[i + 1] == '+':
                    // A possessive quantifier is an atomic group around the greedy one.
                    output.Insert(atom, "(?>").Append(c).Append(')');
                    i += 2;
                    break;
                case '{' when expression.IndexOf('}', i) is var end and > 0:
                    output.Append(expression, i, end - i + 1);
                    i = end + 1;
                    if (i < expression.Length && expression[i] == '+')
                    {
                        // Behind an interval a plus is not possessive in that dialect: it repeats the whole.
                        output.Insert(atom, "(?:").Append(")+");
                        i++;
                    }
                    break;
                case '?' or '*' or '+' or '|' or '^' or '$':
                    output.Append(c);
                    i++;
                    break;
                default:
                    atom = output.Length;
                    output.Append(c);
                    i++;
                    break;
            }
        }
        return output.ToString();
    }

    // "(", "(?:", "(?i:", "(?=", "(?!", "(?<=", "(?<!", "(?>".
    private static int GroupHead(string expression, int i, StringBuilder output)
    {
        output.Append(expression[i++]);
        if (i >= expression.Length || expression[i] != '?')
            return i;
        while (i < expression.Length)
        {
            var c = expression[i++];
            output.Append(c);
            if (c is ':' or '=' or '!' or '>')
                return i;
            if (c == ')')
                throw new FormatException("options for the rest of an expression, such as (?i), are not known");
        }
        return i;
    }

    private static int Class(string expression, int i, StringBuilder output)
    {
        output.Append(expression[i++]);
        if (i < expression.Length && expression[i] == '^')
            output.Append(expression[i++]);
        for (var first = true; i < expression.Length; first = false)
        {
            var c = expression[i];
            var next = i + 1 < expression.Length ? expression[i + 1] : '\0';
            if (c == ']' && !first)
            {
                output.Append(c);
                return i + 1;
            }
            if (c == '\\')
                i = Escape(expression, i, inClass: true, output);
            else if (c == '[' && next == ':')
                throw new FormatException("bracket classes such as [:alpha:] are not known");
            else if (c == '&' && next == '&')
                throw new FormatException("intersections of classes (&&) are not known");
            else
            {
                output.Append(c is '[' or ']' ? "\\" : "").Append(c);
                i++;
            }
        }
        throw new FormatException("a class is not closed");
    }

    private static int Escape(string expression, int i, bool inClass, StringBuilder output)
    {
        var c = i + 1 < expression.Length ? expression[i + 1] : throw new FormatException("it ends in a backslash");
        var braced = i + 2 < expression.Length && expression[i + 2] == '{';
        if (!braced || c is not ('p' or 'P' or 'x'))
        {
            output.Append(c != 'h' ? $"\\{c}" : inClass ? "0-9a-fA-F" : "[0-9a-fA-F]");
            return i + 2;
        }
        var end = expression.IndexOf('}', i);
        if (end < 0)
            throw new FormatException("a brace is not closed");
        var name = expression[(i + 3)..end];
        if (c == 'x')
        {
            var code = int.Parse(name, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            output.Append(code <= char.MaxValue ? $"\\u{code:X4}" : throw new FormatException("characters beyond U+FFFF cannot be named"));
        }
        else if (Script(name) is not { } script)
            output.Append(expression, i, end - i + 1);
        else if (!inClass)
            output.Append(c == 'P' ? $"[^{script}]" : $"[{script}]");
        else
            output.Append(c == 'p' ? script : throw new FormatException($"\\P{{{name}}} inside a class is not known"));
        return end + 1;
    }

    private static string? Script(string name) => name switch
    {
        "Han" or "Script=Han" => Han,
        "Hiragana" or "Script=Hiragana" => Hiragana,
        "Katakana" or "Script=Katakana" => Katakana,
        _ => null,
    };
}
