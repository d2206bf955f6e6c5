using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.Reasoning;

/// <summary>The reasoning sets of Distilling step-by-step and Social Learning.</summary>
internal static class ReasoningFamily
{
    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = SuiteMember.Family("reasoning", "Reasoning sets: GSM8K, SVAMP, CommonsenseQA and e-SNLI",
        "github.com/openai/grade-school-math, github.com/arkilpatel/SVAMP, CommonsenseQA 1.11 (random split), github.com/OanaMariaCamburu/e-SNLI. "
            + "Read: gsm8k/*.jsonl, svamp/SVAMP.json with svamp/mawps-asdiv-a_svamp/*.csv, commonsenseqa/*_rand_split*.jsonl, esnli/eSNLI/{s1,s2,labels}.SPLIT.",
        [new("gsm8k", Gsm8k.Open), new("svamp", Svamp.Open), new("commonsenseqa", CommonsenseQa.Open), new("esnli", ESnli.Open)]);
}
