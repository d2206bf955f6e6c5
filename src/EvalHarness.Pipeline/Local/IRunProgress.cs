using EvalHarness.Pipeline.Running;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Local;

/// <summary>Told what a run does. Calls come from several threads.</summary>
public interface IRunProgress
{
    /// <summary>The plan is made.</summary>
    /// <param name="units">Units in all.</param>
    /// <param name="reused">Those that earlier runs have computed.</param>
    void Planned(long units, long reused);

    /// <summary>Units were finished.</summary>
    void UnitsDone(int units);

    /// <summary>A shard was finished.</summary>
    void ShardDone(ShardRow row, IReadOnlyList<MissingUnit> missing);

    /// <summary>Something a person should read.</summary>
    void Message(string text);
}
