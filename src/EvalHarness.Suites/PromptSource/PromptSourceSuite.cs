using System.Text;
using EvalHarness.Core.Models;
using EvalHarness.Core.Randomness;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Templating;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.PromptSource.Data;
using EvalHarness.Suites.PromptSource.Templates;

namespace EvalHarness.Suites.PromptSource;

/// <summary>
/// A held-out task under promptsource's templates: an example is an item under one template, and all templates of an item are one cluster.
/// Without the option <c>templates</c>, every template with answer choices is used; the few without ask for free text.
/// </summary>
internal sealed class PromptSourceSuite : FolderSuite
{
    private const string Title = "PromptSource: held-out classification tasks under many prompt templates";
    private const string Source = "Templates: github.com/bigscience-workshop/promptsource; data: each set's own distribution. "
        + "Read: templates/TASK/templates.yaml, and data/ with anli, super_glue, winogrande, winogender, crows_pairs, story_cloze.";

    private readonly HeldOutTask _task;
    private readonly DataFile _templateFile;
    private readonly IReadOnlyList<NamedTemplate> _templates;

    private PromptSourceSuite(DataFolder folder, SplitFiles splits, HeldOutTask task, DataFile templateFile, IReadOnlyList<NamedTemplate> templates)
        : base(folder, splits, MakeCard(task, splits, templates), new PromptSourceFormat(task, templates),
            $"revision 1 templates={string.Join(',', templates.Select(template => template.Slug))}")
    {
        _task = task;
        _templateFile = templateFile;
        _templates = templates;
    }

    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = new("promptsource", Title, Source,
        (_, _) => ValueTask.FromResult<IReadOnlyList<string>>([.. HeldOutTasks.All.Select(task => task.Name)]),
        (request, _) =>
        {
            var task = HeldOutTasks.All.FirstOrDefault(task => task.Name == request.Member)
                ?? throw SuiteMembers.Unknown("promptsource", request.Member, HeldOutTasks.All.Select(task => task.Name));
            var address = $"promptsource:{task.Name}";
            SuiteOptions.RefuseOthers(request, address, "templates");
            var folder = new DataFolder(address, request.DataFolder);
            var templateFile = folder.Find($"promptsource/templates/{task.Templates}/templates.yaml")
                ?? folder.Require($"templates/{task.Templates}/templates.yaml", "its prompt templates");
            var templates = NamedTemplate.Choose(address, NamedTemplate.Of(ReadTemplates(templateFile), task.TextFields), request.Options.GetValueOrDefault("templates"));
            var splits = new SplitFiles(folder, $"the items of {task.Title}", task.Training, task.Splits);
            return ValueTask.FromResult<ISuite>(new PromptSourceSuite(folder, splits, task, templateFile, templates));
        });

    protected override IEnumerable<Example> Read(string split)
    {
        foreach (var row in _task.Read(Folder, SplitFiles.Require(split)))
            foreach (var template in _templates)
                if (Render(row, template) is { } example)
                    yield return example;
    }

    protected override IEnumerable<DataFile> UsedFiles(string split)
    {
        var file = SplitFiles.Require(split);
        return [file, _templateFile, .. _task.Companions(file).Select(name => Folder.Require(name, "a file its items depend on"))];
    }

    // Null where the template does not apply to the item: it renders empty.
    private Example? Render(PromptRow row, NamedTemplate template)
    {
        var id = $"{row.Id}#{template.Slug}";
        try
        {
            var parts = template.Template.Apply(row.Fields, draw: Draw());
            if (parts[0].Length == 0)
                return null;
            var choices = template.Template.AnswerChoices(row.Fields, Draw());
            var target = row.IsLabelled && parts.Count > 1 ? parts[1] : "";
            var label = target.Length == 0 || choices is null ? -1 : choices.ToList().IndexOf(target);
            return new Example
            {
                Input = new ExampleInput
                {
                    Id = id,
                    Cluster = row.Cluster ?? row.Id,
                    Query = parts[0],
                    Template = template.Template.Name,
                    Choices = choices,
                    Slots = [.. template.Slots.Select(field => new KeyValuePair<string, string>(field, (string)row.Fields[field]!))],
                },
                References = target.Length == 0 ? [] : [target],
                Label = label < 0 ? null : label,
                Groups = [new("template", template.Template.Name), .. row.Groups],
            };
        }
        catch (TemplateException cause)
        {
            throw row.Place.Error($"the template '{template.Template.Name}' of {_templateFile.Name} cannot be rendered (line {cause.Line}: {cause.Reason})",
                "an item the template can work with", cause: cause);
        }

        // Fresh for each call, so that choices and prompt draw alike.
        Func<int, int> Draw() => new SeededRandom(0, "promptsource", id).Next;
    }

    private static PromptSourceTemplateFile ReadTemplates(DataFile file)
    {
        try
        {
            using var reader = new StreamReader(file.OpenRead(), LineReader.Utf8);
            return PromptSourceTemplateFile.Parse(reader, file.Name);
        }
        catch (DecoderFallbackException cause)
        {
            throw new Place(file.Name).Error("it is not UTF-8 text", "a file in UTF-8", cause: cause);
        }
    }

    private static SuiteCard MakeCard(HeldOutTask task, SplitFiles splits, IReadOnlyList<NamedTemplate> templates) => new()
    {
        Name = $"promptsource:{task.Name}",
        Title = $"{task.Title}, under {templates.Count} prompt templates",
        ClusterMeaning = "item",
        DefaultMetrics = ["accuracy"],
        DefaultGeneration = new GenerationSettings { MaxNewTokens = 32, Stop = ["\n"] },
        Splits = splits.Evaluable,
        TrainingSplit = splits.Training,
        HasChoices = templates.All(template => template.Template.AnswerChoicesSource is not null),
        Extraction = AnswerExtraction.FirstLine,
        Source = task.Source,
        License = "templates Apache-2.0; data: each set its own",
    };
}
