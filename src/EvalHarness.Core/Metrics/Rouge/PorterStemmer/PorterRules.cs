using static EvalHarness.Core.Metrics.Rouge.SuffixCondition;

namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>The rules of the steps of Porter's algorithm that are plain rewriting, in the order in which they are tried.</summary>
internal static class PorterRules
{
    public static readonly SuffixRules Step1A = new(
        new("sses", "ss", None), new("ies", "i", None), new("ss", "ss", None), new("s", "", None));

    // Differs from the paper: y becomes i after any consonant that is not the first letter ("fly" gives "fli", "enjoy" stays).
    public static readonly SuffixRules Step1C = new(new SuffixRule("y", "i", AfterInnerConsonant));

    // "bli" for the paper's "abli", and "fulli" and "logi", are NLTK's additions.
    public static readonly SuffixRules Step2 = new(
        new("ational", "ate", Measured), new("tional", "tion", Measured), new("enci", "ence", Measured), new("anci", "ance", Measured),
        new("izer", "ize", Measured), new("bli", "ble", Measured), new("alli", "al", Measured), new("entli", "ent", Measured),
        new("eli", "e", Measured), new("ousli", "ous", Measured), new("ization", "ize", Measured), new("ation", "ate", Measured),
        new("ator", "ate", Measured), new("alism", "al", Measured), new("iveness", "ive", Measured), new("fulness", "ful", Measured),
        new("ousness", "ous", Measured), new("aliti", "al", Measured), new("iviti", "ive", Measured), new("biliti", "ble", Measured),
        new("fulli", "ful", Measured), new("logi", "log", MeasuredWithFirstLetter));

    public static readonly SuffixRules Step3 = new(
        new("icate", "ic", Measured), new("ative", "", Measured), new("alize", "al", Measured), new("iciti", "ic", Measured),
        new("ical", "ic", Measured), new("ful", "", Measured), new("ness", "", Measured));

    public static readonly SuffixRules Step4 = new(
        new("al", "", LongMeasured), new("ance", "", LongMeasured), new("ence", "", LongMeasured), new("er", "", LongMeasured),
        new("ic", "", LongMeasured), new("able", "", LongMeasured), new("ible", "", LongMeasured), new("ant", "", LongMeasured),
        new("ement", "", LongMeasured), new("ment", "", LongMeasured), new("ent", "", LongMeasured), new("ion", "", LongMeasuredAfterSOrT),
        new("ou", "", LongMeasured), new("ism", "", LongMeasured), new("ate", "", LongMeasured), new("iti", "", LongMeasured),
        new("ous", "", LongMeasured), new("ive", "", LongMeasured), new("ize", "", LongMeasured));
}
