namespace EvalHarness.Core.Metrics.WordErrorRate.Whisper;

/// <summary>One replacement: a text that ends at the end of a word and, if so marked, also starts at the start of one.</summary>
internal readonly record struct SpokenForm(string Text, string Replacement, bool WholeWord);

/// <summary>What Whisper's English normaliser leaves out and spells out, in the order in which it does so.</summary>
internal static class SpokenEnglish
{
    public static readonly string[] Hesitations = ["hmm", "mm", "mhm", "mmm", "uh", "um"];

    public static readonly SpokenForm[] Forms =
    [
        // Contractions that are no regular ones.
        Word("won't", "will not"), Word("can't", "can not"), Word("let's", "let us"), Word("ain't", "aint"), Word("y'all", "you all"),
        Word("wanna", "want to"), Word("gotta", "got to"), Word("gonna", "going to"), Word("i'ma", "i am going to"), Word("imma", "i am going to"),
        Word("woulda", "would have"), Word("coulda", "could have"), Word("shoulda", "should have"), Word("ma'am", "madam"),

        // Titles. The space behind keeps them apart from what follows the full stop.
        Word("mr", "mister "), Word("mrs", "missus "), Word("st", "saint "), Word("dr", "doctor "), Word("prof", "professor "),
        Word("capt", "captain "), Word("gov", "governor "), Word("ald", "alderman "), Word("gen", "general "), Word("sen", "senator "),
        Word("rep", "representative "), Word("pres", "president "), Word("rev", "reverend "), Word("hon", "honorable "),
        Word("asst", "assistant "), Word("assoc", "associate "), Word("lt", "lieutenant "), Word("col", "colonel "), Word("jr", "junior "),
        Word("sr", "senior "), Word("esq", "esquire "),

        // Perfect tenses of the commonest participles, before the regular endings would read 'd as would and 's as is.
        Ending("'d been", " had been"), Ending("'s been", " has been"), Ending("'d gone", " had gone"), Ending("'s gone", " has gone"),
        Ending("'d done", " had done"), Ending("'s got", " has got"),

        // Regular contractions.
        Ending("n't", " not"), Ending("'re", " are"), Ending("'s", " is"), Ending("'d", " would"), Ending("'ll", " will"), Ending("'t", " not"),
        Ending("'ve", " have"), Ending("'m", " am"),
    ];

    private static SpokenForm Word(string text, string replacement) => new(text, replacement, WholeWord: true);

    private static SpokenForm Ending(string text, string replacement) => new(text, replacement, WholeWord: false);
}
