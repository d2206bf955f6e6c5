using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites;

/// <summary>A suite each of whose splits is one file, read record by record.</summary>
internal sealed class RecordSuite(SplitFiles splits, SuiteCard card, IPromptFormat format, string revision, Func<DataFile, IEnumerable<Example>> read)
    : FileSuite(splits, card, format, revision)
{
    protected override IEnumerable<Example> Read(string split) => read(SplitFiles.Require(split));
}

/// <summary>A member of a family whose members are sets of one file a split.</summary>
/// <param name="Name">The address behind the colon.</param>
/// <param name="Open">Opens it in a data folder.</param>
internal sealed record SuiteMember(string Name, Func<DataFolder, FileSuite> Open)
{
    /// <summary>A family of such members.</summary>
    public static SuiteFamily Family(string name, string title, string source, IReadOnlyList<SuiteMember> members) => new(name, title, source,
        (_, _) => ValueTask.FromResult<IReadOnlyList<string>>([.. members.Select(member => member.Name)]),
        (request, _) =>
        {
            var member = members.FirstOrDefault(member => member.Name == request.Member)
                ?? throw SuiteMembers.Unknown(name, request.Member, members.Select(member => member.Name));
            SuiteOptions.RefuseOthers(request, $"{name}:{member.Name}");
            return ValueTask.FromResult<ISuite>(member.Open(new DataFolder($"{name}:{member.Name}", request.DataFolder)));
        });
}
