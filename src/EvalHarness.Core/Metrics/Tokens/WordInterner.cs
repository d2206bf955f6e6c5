using System.Buffers;
using System.Runtime.Intrinsics;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.Tokens;

/// <summary>Splits texts into words straight to ids, without a string for each word. Not thread safe.</summary>
internal sealed class WordInterner(TokenInterner interner)
{
    // ASCII control characters, of which some are white space, and all white space beyond ASCII.
    private static readonly SearchValues<char> ControlsAndOtherWhiteSpace = SearchValues.Create(
        [.. Enumerable.Range(0, 0x3001).Select(c => (char)c).Where(c => c < ' ' || (c > ' ' && PythonText.IsWhiteSpace(c)))]);

    private readonly TokenScanner _scanner = new();

    /// <summary>
    /// Appends the words of a text whose only white space is U+0020: there, spaces separate, whatever the rule for other white space is. False,
    /// and nothing appended, for other texts.
    /// </summary>
    public bool TryInternSpaced(ReadOnlySpan<char> text, List<int> ids)
    {
        var printableAscii = !text.ContainsAnyExceptInRange(' ', '~');
        if (!printableAscii && text.ContainsAny(ControlsAndOtherWhiteSpace))
            return false;
        _scanner.Scan<NoSpace>(text);
        for (var i = 0; i < _scanner.Count; i++)
        {
            var length = _scanner.Length(i);
            if (length <= TokenKey.MaximalLength && _scanner.Key(i) is var key && (printableAscii || key.IsAscii))
                ids.Add(interner.Intern(key));
            else
                ids.Add(interner.Intern(text.Slice(_scanner.Start(i), length)));
        }
        return true;
    }

    /// <summary>Appends the words of a text, split at white space as Python's <c>str.split()</c> does.</summary>
    public void InternPython(ReadOnlySpan<char> text, List<int> ids)
    {
        if (TryInternSpaced(text, ids))
            return;
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var space = i == text.Length || PythonText.IsWhiteSpace(text[i]);
            if (!space && start < 0)
                start = i;
            else if (space && start >= 0)
            {
                ids.Add(interner.Intern(text[start..i]));
                start = -1;
            }
        }
    }

    private readonly struct NoSpace : ITokenRule
    {
        // NUL fills the scanner's last block.
        public static Vector128<byte> Apply(Vector128<byte> characters, out Vector128<byte> inToken)
        {
            inToken = Vector128.GreaterThan(characters, Vector128.Create((byte)' '));
            return characters;
        }
    }
}
