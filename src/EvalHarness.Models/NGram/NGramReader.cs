using System.Text;
using EvalHarness.Core.Models;
using EvalHarness.Core.Randomness;

namespace EvalHarness.Models.NGram;

/// <summary>Answers requests one after the other with buffers of its own.</summary>
internal sealed class NGramReader(NGramEstimate estimate)
{
    private readonly NGramWalk _walk = new(estimate);
    private readonly NextUnit _next = new();

    /// <summary>Completes a prompt.</summary>
    public GenerationAnswer Generate(GenerationRequest request)
    {
        _walk.Begin(request.Prompt.Text);
        var completions = new Completion[Math.Max(1, request.Settings.Samples)];
        var tokens = 0;
        for (var sample = 0; sample < completions.Length; sample++)
        {
            _walk.Restart();
            completions[sample] = Complete(request, sample);
            tokens += completions[sample].Tokens;
        }
        return new GenerationAnswer(completions, new ModelUsage((long)_walk.PromptLength * completions.Length, tokens, completions.Length, 0));
    }

    /// <summary>Scores continuations. A space at the end of the context moves to the continuation, since units have it before their word.</summary>
    public LikelihoodAnswer Score(LikelihoodRequest request)
    {
        var context = request.Context.Text;
        var moved = !estimate.Settings.ByCharacter && context.EndsWith(' ') ? 1 : 0;
        _walk.Begin(context.AsSpan(0, context.Length - moved));
        var scored = new ScoredContinuation[request.Continuations.Count];
        var first = -1;
        long tokens = 0;
        for (var i = 0; i < scored.Length; i++)
        {
            if (request.Continuations[i].Length == 0)
                return LikelihoodAnswer.Failed(FailureKind.Input, "A continuation is empty; there is nothing to score.");
            _walk.Restart();
            scored[i] = Score(moved == 1 ? " " + request.Continuations[i] : request.Continuations[i], ref first);
            tokens += scored[i].Tokens;
        }
        return new LikelihoodAnswer(scored, new ModelUsage((long)_walk.PromptLength * scored.Length + tokens, 0, scored.Length, 0));
    }

    private ScoredContinuation Score(string continuation, ref int firstBest)
    {
        var values = new List<double>(4);
        var greedy = true;
        var units = new TextUnits(continuation, estimate.Settings.ByCharacter);
        while (units.MoveNext())
        {
            var unit = _walk.Find(units.Current);
            if (greedy)
            {
                // All continuations begin at one place.
                var best = values.Count > 0 ? _next.Best(_walk) : firstBest >= 0 ? firstBest : firstBest = _next.Best(_walk);
                greedy = best == unit;
            }
            values.Add(_walk.LogProbability(unit, units.Current));
            _walk.Advance(unit);
        }
        return new ScoredContinuation(values.Sum(), values.Count, greedy, values);
    }

    private Completion Complete(GenerationRequest request, int sample)
    {
        var settings = request.Settings;
        var random = settings.DrawsAtRandom ? new SeededRandom(request.Seed, $"ngram-sample-{sample}", request.Id) : null;
        var longestStop = settings.Stop.Count == 0 ? 0 : settings.Stop.Max(stop => stop.Length);
        var text = new StringBuilder();
        var sum = 0.0;
        for (var tokens = 1; tokens <= settings.MaxNewTokens; tokens++)
        {
            var unit = random is null ? _next.Best(_walk) : UnitSampler.Draw(_next.All(_walk), settings, random);
            var written = _walk.Text(unit);
            sum += _walk.LogProbability(unit, written);
            if (unit == Vocabulary.End)
                return new Completion(WithoutLineEnds(text), FinishReason.Stop, tokens, Finite(sum));
            text.Append(written);
            if (longestStop > 0)
            {
                var tail = Math.Max(0, text.Length - written.Length - longestStop + 1);
                if (StopText.End(text.ToString(tail, text.Length - tail), settings.Stop) is >= 0 and var stop)
                    return new Completion(text.ToString(0, tail + stop), FinishReason.Stop, tokens, sum);
            }
            if (text.Length >= 2 && text[^1] == '\n' && text[^2] == '\n')
                return new Completion(WithoutLineEnds(text), FinishReason.Stop, tokens, sum);
            _walk.Advance(unit);
        }
        return new Completion(text.ToString(), FinishReason.Length, settings.MaxNewTokens, sum);
    }

    // Only a model without any training text ends with certainty against all counts: it then has nothing to write.
    private static double? Finite(double sum) => double.IsFinite(sum) ? sum : null;

    private static string WithoutLineEnds(StringBuilder text) => text.ToString().TrimEnd('\n');
}
