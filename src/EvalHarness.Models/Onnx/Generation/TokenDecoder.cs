namespace EvalHarness.Models.Onnx.Generation;

/// <summary>
/// A decoder in the middle of generating several rows: it holds their caches and the scores of each row's next token. What chooses tokens
/// (greedy, sampling, beams) knows nothing of the model behind it.
/// </summary>
internal abstract class TokenDecoder : IDisposable
{
    /// <summary>Rows at present.</summary>
    public abstract int Rows { get; }

    /// <summary>Size of the vocabulary.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>Scores of a row's next token, before any processing; valid until the next step.</summary>
    public abstract ReadOnlySpan<float> Scores(int row);

    /// <summary>How many more tokens a row can be fed before the model's positions end.</summary>
    public abstract int Room(int row);

    /// <summary>
    /// Continues with the given rows (each may come several times, or not at all; the order is the new order), each fed one token.
    /// </summary>
    public abstract void Advance(ReadOnlySpan<int> sourceRows, ReadOnlySpan<int> tokens);

    /// <summary>Repeats and reorders rows with their present scores, without feeding anything.</summary>
    public abstract void Select(ReadOnlySpan<int> sourceRows);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets the caches go.</summary>
    protected abstract void Dispose(bool disposing);
}
