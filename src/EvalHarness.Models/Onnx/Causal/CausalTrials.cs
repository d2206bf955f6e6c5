using System.Text.Json.Nodes;
using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx.Generation;
using EvalHarness.Models.Trying;

namespace EvalHarness.Models.Onnx.Causal;

/// <summary>What <c>models try</c> offers for decoder-only models.</summary>
internal sealed class CausalTrials(OnnxCausalLanguageModel model)
{
    private const int TopLogits = 20;

    public IReadOnlyList<Trial> Trials =>
    [
        .. new TokenizerTrials(model.Tokenizer, typeIds: false, model.Conversation).Trials,
        Trial.Batched<GenerationJob, GenerationOutcome>("generate", ReadJob, model.GenerateAsync, (job, outcome) => GenerationTrial.Write(outcome, job.Options.Beams > 1)),
        Trial.Batched<LikelihoodLine, LikelihoodAnswer>("likelihood", ReadLikelihood,
            (lines, token) => model.ScoreAsync([.. lines.Select(l => l.Request)], token), WriteLikelihood),
        Trial.Batched<List<int>, float[]>("logits", line => AtLeastOne(line, line.Ids("ids", model.VocabularySize)), Scores, (_, scores) => WriteLogits(scores)),
        Trial.Batched<NextTokenLine, float[]>("nextToken", ReadNextToken, (lines, token) => Scores([.. lines.Select(l => l.Ids)], token), WriteNextToken),
    ];

    private GenerationJob ReadJob(TrialLine line)
    {
        var options = GenerationTrial.ReadOptions(line);
        return new GenerationJob(line.Id?.ToString() ?? $"{line.Number}", ReadPrompt(line), options, line.Number32("seed", 0));
    }

    private List<int> ReadPrompt(TrialLine line)
    {
        if (line.Has("ids"))
            return AtLeastOne(line, line.Ids("ids", model.VocabularySize));
        if (line.Has("messages"))
            return [.. model.Prompts.Encode(model.Conversation.Render(line.Messages("messages"), line.Has("tools") ? line.Field("tools") : null, line.Flag("addGenerationPrompt", true)), rendered: true)];
        var ids = model.Continuations.OrBegin(model.Prompts.Encode(line.Text("prompt"), rendered: false, line.Flag("addSpecialTokens", true)));
        return model.Configuration.MaxPositions is { } most && ids.Length >= most
            ? throw line.Wrong($"has a prompt of {ids.Length} tokens, but the model has {most} positions")
            : [.. ids];
    }

    private LikelihoodLine ReadLikelihood(TrialLine line)
    {
        var continuations = line.Texts("continuations");
        return continuations.Count == 0
            ? throw line.Wrong("needs at least one string in \"continuations\"")
            : new LikelihoodLine(line.Number, new LikelihoodRequest(line.Id?.ToString() ?? "", new Prompt(line.Text("context")), continuations));
    }

    private JsonObject WriteLikelihood(LikelihoodLine line, LikelihoodAnswer answer)
    {
        if (answer.Failure is { } failure)
            return new JsonObject { ["error"] = $"Line {line.Number}: {failure.Message}" };
        var ids = model.Continuations.Encode(line.Request).Continuations;
        return new JsonObject
        {
            ["continuations"] = new JsonArray([.. answer.Continuations.Select((c, i) => (JsonNode)new JsonObject
            {
                ["ids"] = Json.Array(ids[i]),
                ["logProbs"] = Json.Array(c.TokenLogProbabilities!),
                ["sum"] = Json.Number(c.LogProbability),
                ["isGreedy"] = c.IsGreedy,
            })]),
        };
    }

    private async Task<IReadOnlyList<float[]>> Scores(IReadOnlyList<List<int>> lines, CancellationToken cancellationToken)
    {
        var scores = new List<float[]>();
        foreach (var ids in lines)
            scores.Add(await model.NextTokenScoresAsync(ids, cancellationToken));
        return scores;
    }

    private static JsonObject WriteLogits(float[] scores)
    {
        var top = GenerationTrial.Best(scores, TopLogits);
        return new JsonObject
        {
            ["top"] = new JsonObject { ["ids"] = Json.Array(top), ["values"] = Json.Array(top.Select(id => scores[id])) },
            ["logSumExp"] = Json.Number(LogSoftmax.Of(scores).LogSumExp),
        };
    }

    private NextTokenLine ReadNextToken(TrialLine line)
    {
        var options = GenerationTrial.ReadOptions(line);
        return new NextTokenLine(ReadPrompt(line), options.Temperature == 0 ? options with { Temperature = 1 } : options);
    }

    private JsonObject WriteNextToken(NextTokenLine line, float[] scores)
    {
        LogitsProcessors.Apply(scores, line.Ids, 0, line.Options, model.Configuration.EndTokens);
        new TokenSampler(scores.Length).Warp(scores, line.Options);
        return GenerationTrial.WriteDistribution(scores);
    }

    private static List<int> AtLeastOne(TrialLine line, List<int> ids) => ids.Count > 0 ? ids : throw line.Wrong("needs at least one token in \"ids\"");

    private sealed record LikelihoodLine(int Number, LikelihoodRequest Request);

    private sealed record NextTokenLine(List<int> Ids, DecodingOptions Options);
}
