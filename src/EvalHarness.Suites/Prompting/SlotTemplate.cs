using System.Text;

namespace EvalHarness.Suites.Prompting;

/// <summary>A text with named places, <c>Review: {text}</c>. What is put into a place is never read as a template again.</summary>
public sealed class SlotTemplate
{
    private readonly List<(string Literal, string? Slot)> _parts = [];

    /// <summary>Reads a template.</summary>
    /// <exception cref="ArgumentException">A brace is left open.</exception>
    public SlotTemplate(string template)
    {
        var at = 0;
        while (template.IndexOf('{', at) is var open and >= 0)
        {
            var close = template.IndexOf('}', open);
            if (close < 0)
                throw new ArgumentException($"The template '{template}' has an open brace.", nameof(template));
            _parts.Add((template[at..open], template[(open + 1)..close]));
            at = close + 1;
        }
        _parts.Add((template[at..], null));
        Slots = [.. _parts.Where(part => part.Slot is not null).Select(part => part.Slot!).Distinct()];
    }

    /// <summary>Names of the places in template order.</summary>
    public IReadOnlyList<string> Slots { get; }

    /// <summary>The text with its places filled, without blanks at its end (a cue ends at its last sign, and what follows brings its own blank).</summary>
    /// <exception cref="ArgumentException">A place has no value.</exception>
    public string Render(IReadOnlyDictionary<string, string> values)
    {
        var text = new StringBuilder();
        foreach (var (literal, slot) in _parts)
        {
            text.Append(literal);
            if (slot is not null)
                text.Append(values.TryGetValue(slot, out var value) ? value
                    : throw new ArgumentException($"The prompt needs a text for '{slot}'; it has {string.Join(", ", values.Keys)}.", nameof(values)));
        }
        return text.ToString().TrimEnd(' ');
    }
}
