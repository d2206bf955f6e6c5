using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EvalHarness.Suites.PromptSource.Templates;

/// <summary>
/// A YAML value with its place. Tags are dropped, so that <c>!Template</c> is a plain map; of equal keys the last one wins, as in PyYAML.
/// </summary>
/// <param name="Line">The line it starts in, from 1.</param>
internal abstract record YamlNode(int Line)
{
    /// <summary>Reads the one document of a text.</summary>
    /// <exception cref="YamlException">The text is no YAML.</exception>
    public static YamlNode Read(TextReader reader)
    {
        var parser = new Parser(reader);
        var anchors = new Dictionary<AnchorName, YamlNode>();
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return new YamlScalar("", IsPlain: true, 1);
        var node = ReadNode(parser, anchors);
        parser.Consume<DocumentEnd>();
        return parser.Accept<StreamEnd>(out _) ? node : throw new YamlException(parser.Current!.Start, parser.Current.End, "a second document follows; one is expected");
    }

    private static YamlNode ReadNode(IParser parser, Dictionary<AnchorName, YamlNode> anchors)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return anchors.GetValueOrDefault(alias.Value) ?? throw new YamlException(alias.Start, alias.End, $"the anchor '{alias.Value}' is not defined above");
        var start = parser.Current as NodeEvent ?? throw new YamlException(parser.Current!.Start, parser.Current.End, "a value is expected");
        var line = (int)start.Start.Line;
        YamlNode node;
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            node = new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, line);
        }
        else if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(ReadNode(parser, anchors));
            node = new YamlSequence(items, line);
        }
        else
        {
            parser.Consume<MappingStart>();
            var entries = new OrderedDictionary<string, YamlNode>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = ReadNode(parser, anchors) as YamlScalar ?? throw new YamlException(start.Start, start.End, "the keys of a map must be texts");
                entries[key.Text] = ReadNode(parser, anchors);
            }
            node = new YamlMap(entries, line);
        }
        if (!start.Anchor.IsEmpty)
            anchors[start.Anchor] = node;
        return node;
    }
}

/// <summary>A scalar, with its text as YAML's quoting and folding rules give it.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsPlain">Whether it stands without quotes: only then can it be null or a truth value.</param>
/// <param name="Line">The line it starts in.</param>
internal sealed record YamlScalar(string Text, bool IsPlain, int Line) : YamlNode(Line)
{
    /// <summary>Whether it is null in YAML 1.1.</summary>
    public bool IsNull => IsPlain && Text is ("" or "~" or "null" or "Null" or "NULL");

    /// <summary>Its truth value in YAML 1.1, which knows yes, no, on and off; null for all other scalars.</summary>
    public bool? Truth => !IsPlain ? null : Text switch
    {
        "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => true,
        "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => false,
        _ => null,
    };
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(IReadOnlyList<YamlNode> Items, int Line) : YamlNode(Line);

/// <summary>A map.</summary>
internal sealed record YamlMap(IReadOnlyDictionary<string, YamlNode> Entries, int Line) : YamlNode(Line);
