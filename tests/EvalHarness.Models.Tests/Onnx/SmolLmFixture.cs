using EvalHarness.Models.Onnx.Causal;
using EvalHarness.Models.Onnx.Sessions;
using EvalHarness.Testing;

namespace EvalHarness.Models.Tests.Onnx;

/// <summary>SmolLM2, loaded once for all tests that use it (and skipped with them where the shared folder is absent).</summary>
public sealed class SmolLmFixture : IAsyncDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("smollm-cache").FullName;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private OnnxCausalLanguageModel? _model;

    /// <summary>The loaded model.</summary>
    public async Task<OnnxCausalLanguageModel> Model()
    {
        var path = SharedFolder.Require("models/SmolLM2-135M-Instruct");
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _model ??= (OnnxCausalLanguageModel)await Trials.Load(path, new OnnxModelOptions { CacheFolder = _cache });
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_model is not null)
            await _model.DisposeAsync();
        _gate.Dispose();
        Directory.Delete(_cache, recursive: true);
    }
}

[CollectionDefinition(nameof(SmolLmCollection))]
public sealed class SmolLmCollection : ICollectionFixture<SmolLmFixture>;
