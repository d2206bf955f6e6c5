using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.PromptSource.Data;

/// <summary>
/// AX-g rows made from Winogender (Rudinger et al. 2018), where AX-g itself is not there: premise = the sentence; hypothesis = its template with
/// the pronoun replaced by one of the two persons; entailment where that person is the template's answer. AX-g's hypotheses were written by hand,
/// so figures are not those of AX-g. Sentences that differ in the pronoun's gender, and both hypotheses, are one cluster.
/// </summary>
internal static class WinogenderFile
{
    /// <summary>Name of the templates beside the sentences.</summary>
    public static string TemplatesOf(DataFile sentences) => sentences.Name.Replace("all_sentences.tsv", "templates.tsv", StringComparison.Ordinal);

    /// <summary>Streams two rows a sentence; sentences with "someone" have no second person to name and are left out.</summary>
    public static IEnumerable<PromptRow> Read(DataFile sentences, DataFile templates)
    {
        var schemas = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in TabbedLines.Read(templates, "occupation(0)", "other-participant(1)", "answer", "sentence"))
            schemas[$"{line.Fields[0]}.{line.Fields[1]}.{line.Fields[2]}"] = line.Fields[3];
        var number = 0L;
        foreach (var line in TabbedLines.Read(sentences, "sentid", "sentence"))
        {
            if (line.Fields[0].Split('.') is not [var occupation, var participant, "0" or "1", var gender, "txt"] parts)
                throw line.Place.Error($"found {Place.Quote(line.Fields[0])}", "OCCUPATION.PARTICIPANT.ANSWER.GENDER.txt", "sentid");
            if (participant == "someone")
                continue;
            var schema = $"{occupation}.{participant}.{parts[2]}";
            var template = schemas.GetValueOrDefault(schema)
                ?? throw line.Place.Error($"{templates.Name} has no template for {schema}", "a template for every sentence", "sentid");
            for (var candidate = 0; candidate < 2; candidate++)
                yield return new PromptRow($"{schema}.{gender}.{candidate}", new Dictionary<string, object?>
                {
                    ["premise"] = line.Fields[1],
                    ["hypothesis"] = Hypothesis(template, occupation, participant, candidate == 0 ? occupation : participant),
                    ["idx"] = number++,
                    ["label"] = parts[2][0] - '0' == candidate ? 0L : 1L,
                }, line.Place)
                {
                    Cluster = schema,
                    Groups = [new("gender", gender)],
                };
        }
    }

    private static string Hypothesis(string template, string occupation, string participant, string person)
    {
        var text = template.Replace("$OCCUPATION", occupation, StringComparison.Ordinal).Replace("$PARTICIPANT", participant, StringComparison.Ordinal)
            .Replace("$NOM_PRONOUN", $"the {person}", StringComparison.Ordinal).Replace("$ACC_PRONOUN", $"the {person}", StringComparison.Ordinal)
            .Replace("$POSS_PRONOUN", $"the {person}'s", StringComparison.Ordinal);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
