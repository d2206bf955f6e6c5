using System.Text.RegularExpressions;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.PromptSource.Templates;

namespace EvalHarness.Suites.PromptSource;

/// <summary>A template with the form of its name that stands in example ids.</summary>
/// <param name="Template">The template.</param>
/// <param name="Slug">Its name in lower-case letters, digits and single hyphens; unique in its file.</param>
/// <param name="Slots">The text fields that it mentions.</param>
internal sealed partial record NamedTemplate(PromptSourceTemplate Template, string Slug, IReadOnlyList<string> Slots)
{
    /// <summary>The templates of a file in the order of their names.</summary>
    /// <param name="file">The file.</param>
    /// <param name="textFields">The text fields of the data set.</param>
    public static IReadOnlyList<NamedTemplate> Of(PromptSourceTemplateFile file, IReadOnlyList<string> textFields)
    {
        var fields = textFields.Select(field => (Name: field, Mention: new Regex($@"\b{Regex.Escape(field)}\b"))).ToList();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var named = new List<NamedTemplate>();
        foreach (var template in file.Templates)
        {
            var stem = NoSlug().Replace(template.Name.ToLowerInvariant(), "-").Trim('-');
            var slug = stem;
            for (var number = 2; !taken.Add(slug); number++)
                slug = FormattableString.Invariant($"{stem}-{number}");
            var text = $"{template.Source} {template.AnswerChoicesSource}";
            named.Add(new NamedTemplate(template, slug, [.. fields.Where(field => field.Mention.IsMatch(text)).Select(field => field.Name)]));
        }
        return named;
    }

    /// <summary>The templates an option names, by name or slug, separated by commas; without the option those that have answer choices.</summary>
    /// <exception cref="SuiteException">A name is unknown, or nothing is left.</exception>
    public static IReadOnlyList<NamedTemplate> Choose(string address, IReadOnlyList<NamedTemplate> templates, string? option)
    {
        if (option is null)
            return templates.Where(template => template.Template.AnswerChoicesSource is not null).ToList() is { Count: > 0 } withChoices ? withChoices
                : throw new SuiteException($"No template of '{address}' has answer choices; name templates with the option templates: {List(templates)}.");
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in option.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            chosen.Add(templates.FirstOrDefault(template => template.Slug == name || template.Template.Name == name)?.Slug
                ?? throw new SuiteException($"'{address}' has no template '{name}'{Suggestion.For(name, templates.Select(template => template.Slug))}; it has {List(templates)}."));
        return chosen.Count == 0 ? throw new SuiteException($"The option templates of '{address}' is empty; name templates of {List(templates)}.")
            : [.. templates.Where(template => chosen.Contains(template.Slug))];
    }

    private static string List(IReadOnlyList<NamedTemplate> templates) => string.Join(", ", templates.Select(template => template.Slug));

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoSlug();
}
