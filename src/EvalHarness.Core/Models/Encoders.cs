namespace EvalHarness.Core.Models;

/// <summary>A model that scores a pair of texts, such as an instruction and a response (Cappy).</summary>
public interface IPairScorer : IModel
{
    /// <summary>One score for each pair, in order.</summary>
    Task<IReadOnlyList<double>> ScorePairsAsync(IReadOnlyList<(string First, string Second)> pairs, CancellationToken cancellationToken);
}

/// <summary>A model that embeds text; vectors are L2-normalised.</summary>
public interface ITextEmbedder : IModel
{
    /// <summary>One vector for each text, in order, all of one length.</summary>
    Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}

/// <summary>A model that embeds images into the space of its text tower; vectors are L2-normalised.</summary>
public interface IImageEncoder : IModel
{
    /// <summary>One vector for each image file, in order.</summary>
    Task<IReadOnlyList<float[]>> EmbedImagesAsync(IReadOnlyList<string> imagePaths, CancellationToken cancellationToken);
}

/// <summary>A model that embeds an image composed with a text holding one placeholder (Pic2Word).</summary>
public interface IComposedQueryEncoder : IModel
{
    /// <summary>One vector for each query, in order; the text holds exactly one <c>*</c> token.</summary>
    Task<IReadOnlyList<float[]>> ComposeAsync(IReadOnlyList<(string ImagePath, string Text)> queries, CancellationToken cancellationToken);
}

/// <summary>A model that writes down speech.</summary>
public interface ITranscriber : IModel
{
    /// <summary>One text for each audio file, in order.</summary>
    Task<IReadOnlyList<string>> TranscribeAsync(IReadOnlyList<string> audioPaths, CancellationToken cancellationToken);
}

/// <summary>A model that embeds a voice; vectors are L2-normalised.</summary>
public interface ISpeakerEncoder : IModel
{
    /// <summary>One vector for each audio file, in order.</summary>
    Task<IReadOnlyList<float[]>> EmbedSpeakersAsync(IReadOnlyList<string> audioPaths, CancellationToken cancellationToken);
}
