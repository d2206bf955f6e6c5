using EvalHarness.Core.Models;

namespace EvalHarness.Models.Remote;

/// <summary>
/// A request an endpoint did not answer, already in the user's words. It never leaves this assembly: models turn it into failures. It has no
/// inner exception, since those may hold headers and bodies.
/// </summary>
internal sealed class EndpointException(FailureKind kind, string message) : Exception(message)
{
    /// <summary>Whose fault.</summary>
    public FailureKind Kind { get; } = kind;

    /// <summary>The HTTP status, or 0 where there was none.</summary>
    public int Status { get; init; }

    /// <summary>The prompt is longer than the model's context.</summary>
    public bool ContextTooLong { get; init; }

    /// <summary>The service refused the prompt for its content.</summary>
    public bool Refused { get; init; }

    /// <summary>Every other request would meet the same: key, path or model name are wrong. Then no more of the batch is sent.</summary>
    public bool MeetsAll { get; init; }

    /// <summary>As the shard runner sees it.</summary>
    public Failure Failure => new(Kind, Message);

    /// <summary>A fault of the environment that every request would meet.</summary>
    public static EndpointException ForAll(string message, int status = 0) => new(FailureKind.Environment, message) { MeetsAll = true, Status = status };
}
