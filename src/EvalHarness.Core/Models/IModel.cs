namespace EvalHarness.Core.Models;

/// <summary>A loaded model. What it can do is the set of capability interfaces it implements.</summary>
public interface IModel : IAsyncDisposable
{
    /// <summary>What it is and how it runs.</summary>
    ModelIdentity Identity { get; }
}

/// <summary>
/// A model named by a manifest, before it is loaded: enough to plan and validate with. Loading may take seconds; describing must not.
/// </summary>
public interface IModelSource
{
    /// <summary>Identity with the digest; the execution provider is the one demanded.</summary>
    ModelIdentity Identity { get; }

    /// <summary>The capability interfaces the loaded model will implement.</summary>
    IReadOnlySet<Type> Capabilities { get; }

    /// <summary>Whether it has a chat template; decides the default of <c>chatTemplate</c>.</summary>
    bool HasChatTemplate { get; }

    /// <summary>Its price, or null.</summary>
    ModelPrice? Price { get; }

    /// <summary>Loads it. The caller disposes it.</summary>
    /// <exception cref="ModelException">It cannot be loaded; the message says what is wrong and where.</exception>
    Task<IModel> LoadAsync(CancellationToken cancellationToken);
}

/// <summary>A model cannot be used: what is wrong, where, what would be right.</summary>
public sealed class ModelException : Exception
{
    /// <summary>Without a message.</summary>
    public ModelException() { }

    /// <summary>With a sentence for the user.</summary>
    public ModelException(string message) : base(message) { }

    /// <summary>With a sentence for the user and a cause.</summary>
    public ModelException(string message, Exception innerException) : base(message, innerException) { }
}
