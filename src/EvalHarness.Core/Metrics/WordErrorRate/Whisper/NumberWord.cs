using System.Collections.Frozen;
using System.Numerics;

namespace EvalHarness.Core.Metrics.WordErrorRate.Whisper;

/// <summary>What part a word plays in a spoken number.</summary>
internal enum NumberWordKind
{
    /// <summary>None.</summary>
    Other,

    /// <summary>zero, oh, o.</summary>
    Zero,

    /// <summary>one to nineteen.</summary>
    Ones,

    /// <summary>first, threes.</summary>
    OnesSuffixed,

    /// <summary>twenty to ninety.</summary>
    Tens,

    /// <summary>twentieth, nineties.</summary>
    TensSuffixed,

    /// <summary>hundred to decillion.</summary>
    Multiplier,

    /// <summary>hundredth, millions.</summary>
    MultiplierSuffixed,

    /// <summary>minus, plus.</summary>
    Sign,

    /// <summary>dollars, cents: written before the number they follow.</summary>
    Unit,

    /// <summary>percent.</summary>
    Percent,

    /// <summary>per, which with cent makes percent.</summary>
    Per,

    /// <summary>and, which is dropped behind hundreds.</summary>
    And,

    /// <summary>double, triple: repeat the next digit.</summary>
    Repeat,

    /// <summary>point.</summary>
    Point,
}

/// <summary>A word of a spoken number.</summary>
/// <param name="Kind">Its part.</param>
/// <param name="Value">Its value where it has one.</param>
/// <param name="Text">The suffix or symbol it leaves.</param>
internal readonly record struct NumberWord(NumberWordKind Kind, BigInteger Value, string Text)
{
    private static readonly FrozenDictionary<string, NumberWord> Words = All().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The part that word plays; Other for null.</summary>
    public static NumberWord Of(string? word) => word is not null && Words.TryGetValue(word, out var known) ? known : default;

    /// <summary>Whether the word may stand behind a decimal point.</summary>
    public bool IsDecimal => Kind is NumberWordKind.Zero or NumberWordKind.Ones or NumberWordKind.Tens;

    private static Dictionary<string, NumberWord> All()
    {
        var words = new Dictionary<string, NumberWord>(StringComparer.Ordinal);
        foreach (var zero in (string[])["o", "oh", "zero"])
            Add(zero, NumberWordKind.Zero, 0);
        AddOnes(Add);
        AddTens(Add);
        AddMultipliers(Add);
        Add("minus", NumberWordKind.Sign, text: "-");
        Add("negative", NumberWordKind.Sign, text: "-");
        Add("plus", NumberWordKind.Sign, text: "+");
        Add("positive", NumberWordKind.Sign, text: "+");
        foreach (var (name, symbol) in ((string, string)[])[("pound", "£"), ("euro", "€"), ("dollar", "$"), ("cent", "¢")])
        {
            Add(name, NumberWordKind.Unit, text: symbol);
            Add(name + "s", NumberWordKind.Unit, text: symbol);
        }
        Add("per", NumberWordKind.Per, text: "%");
        Add("percent", NumberWordKind.Percent, text: "%");
        Add("and", NumberWordKind.And);
        Add("double", NumberWordKind.Repeat, 2);
        Add("triple", NumberWordKind.Repeat, 3);
        Add("point", NumberWordKind.Point);
        return words;

        void Add(string word, NumberWordKind kind, BigInteger value = default, string text = "") => words.Add(word, new NumberWord(kind, value, text));
    }

    private delegate void Adder(string word, NumberWordKind kind, BigInteger value = default, string text = "");

    private static void AddOnes(Adder add)
    {
        string[] names =
        [
            "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
            "sixteen", "seventeen", "eighteen", "nineteen",
        ];
        add("zeroth", NumberWordKind.OnesSuffixed, 0, "th");
        for (var value = 1; value <= names.Length; value++)
        {
            var name = names[value - 1];
            add(name, NumberWordKind.Ones, value);
            add(name == "six" ? "sixes" : name + "s", NumberWordKind.OnesSuffixed, value, "s");
            var (ordinal, suffix) = value switch
            {
                1 => ("first", "st"),
                2 => ("second", "nd"),
                3 => ("third", "rd"),
                5 => ("fifth", "th"),
                12 => ("twelfth", "th"),
                // The reference makes "nineth", so "ninth" stays a word.
                _ => (name + (name.EndsWith('t') ? "h" : "th"), "th"),
            };
            add(ordinal, NumberWordKind.OnesSuffixed, value, suffix);
        }
    }

    private static void AddTens(Adder add)
    {
        string[] stems = ["twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"];
        for (var i = 0; i < stems.Length; i++)
        {
            var value = 10 * (i + 2);
            add(stems[i] + "y", NumberWordKind.Tens, value);
            add(stems[i] + "ies", NumberWordKind.TensSuffixed, value, "s");
            add(stems[i] + "ieth", NumberWordKind.TensSuffixed, value, "th");
        }
    }

    private static void AddMultipliers(Adder add)
    {
        string[] names =
        [
            "thousand", "million", "billion", "trillion", "quadrillion", "quintillion", "sextillion", "septillion", "octillion", "nonillion", "decillion",
        ];
        AddMultiplier("hundred", 100);
        for (var i = 0; i < names.Length; i++)
            AddMultiplier(names[i], BigInteger.Pow(1000, i + 1));

        void AddMultiplier(string name, BigInteger value)
        {
            add(name, NumberWordKind.Multiplier, value);
            add(name + "s", NumberWordKind.MultiplierSuffixed, value, "s");
            add(name + "th", NumberWordKind.MultiplierSuffixed, value, "th");
        }
    }
}
