namespace EvalHarness.Core.Metrics.WordErrorRate.Whisper;

/// <summary>
/// Reads words one by one and writes spoken numbers as digits, as Whisper's number normaliser does, with its oddities: a sign before a word
/// that only may be a number sticks to whatever is written next.
/// </summary>
internal sealed class NumberReader
{
    private readonly List<string> _written = [];
    private SpokenNumber _number;
    private string _prefix = "";

    /// <summary>The words with numbers as digits.</summary>
    public static List<string> Read(List<string> words)
    {
        var reader = new NumberReader();
        for (var i = 0; i < words.Count; i++)
            if (reader.Hear(words[i], i > 0 ? words[i - 1] : null, i + 1 < words.Count ? words[i + 1] : null))
                i++;
        reader.Flush();
        return reader._written;
    }

    // Returns whether the next word is used up with this one.
    private bool Hear(string word, string? before, string? next)
    {
        var hasSymbol = word[0] is '£' or '€' or '$' or '¢';
        if (SpokenNumber.IsNumeric(word.AsSpan(hasSymbol ? 1 : 0)))
        {
            HearDigits(word, hasSymbol);
            return false;
        }
        var known = NumberWord.Of(word);
        var nextKnown = NumberWord.Of(next);
        var nextMayBeNumber = nextKnown.Kind != NumberWordKind.Other || (next is not null && SpokenNumber.IsNumeric(next));
        switch (known.Kind)
        {
            case NumberWordKind.Zero:
                _number = _number.Append("0");
                return false;
            case NumberWordKind.Ones or NumberWordKind.OnesSuffixed:
                Set(_number.Ones(known.Value, NumberWord.Of(before).Kind), known);
                return false;
            case NumberWordKind.Tens or NumberWordKind.TensSuffixed:
                Set(_number.Tens(known.Value), known);
                return false;
            case NumberWordKind.Multiplier or NumberWordKind.MultiplierSuffixed:
                Multiply(known);
                return false;
            case NumberWordKind.Sign when nextMayBeNumber:
                Flush();
                _prefix = known.Text;
                return false;
            case NumberWordKind.Unit when _number.HasValue:
                _prefix = known.Text;
                Flush();
                return false;
            case NumberWordKind.Percent when _number.HasValue:
                Write(_number + known.Text);
                return false;
            case NumberWordKind.Per when _number.HasValue && next == "cent":
                Write(_number + known.Text);
                return true;
            case NumberWordKind.And when nextMayBeNumber && NumberWord.Of(before).Kind == NumberWordKind.Multiplier:
                return false;
            case NumberWordKind.Repeat when nextKnown.Kind is NumberWordKind.Zero or NumberWordKind.Ones:
                for (var i = 0; i < (int)known.Value; i++)
                    _number = _number.Append(nextKnown.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
                return true;
            case NumberWordKind.Point when nextMayBeNumber:
                // Before another number word than a digit the point is lost, as in the reference.
                if (nextKnown.IsDecimal || nextKnown.Kind == NumberWordKind.Other)
                    _number = _number.Append(".");
                return false;
            default:
                Flush();
                Write(word);
                return false;
        }
    }

    private void HearDigits(string word, bool hasSymbol)
    {
        if (_number.EndsInPoint)
        {
            _number = _number.Append(word);
            return;
        }
        Flush();
        if (hasSymbol)
            _prefix = word[..1];
        _number = SpokenNumber.Read(hasSymbol ? word[1..] : word);
    }

    private void Multiply(in NumberWord word)
    {
        if (_number.Times(word.Value) is { } product)
            Set(product, word);
        else
        {
            Flush();
            Set(SpokenNumber.Whole(word.Value), word);
        }
    }

    // A word with a suffix ends its number.
    private void Set(SpokenNumber number, in NumberWord word)
    {
        _number = number;
        if (word.Text.Length > 0)
            Write(number + word.Text);
    }

    private void Flush()
    {
        if (_number.HasValue)
            Write(_number.ToString());
    }

    private void Write(string text)
    {
        _written.Add(_prefix + text);
        _prefix = "";
        _number = default;
    }
}
