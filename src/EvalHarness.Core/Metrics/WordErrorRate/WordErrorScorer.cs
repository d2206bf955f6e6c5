using System.Runtime.InteropServices;
using EvalHarness.Core.Metrics.Bleu;
using EvalHarness.Core.Metrics.Tokens;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.WordErrorRate;

/// <summary>Counts word or character errors of utterances, equal to jiwer 4.0.0 with its default transforms. Thread safe.</summary>
/// <param name="unit">Words or characters.</param>
/// <param name="normalize">Applied to both sides first; null leaves them as they are.</param>
public sealed class WordErrorScorer(ErrorUnit unit, Func<string, string>? normalize = null)
{
    private readonly Spare<Workspace> _spare = new();

    /// <summary>Errors and lengths of one utterance.</summary>
    public WordErrors Score(string reference, string hypothesis)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(hypothesis);
        if (normalize is not null)
        {
            reference = normalize(reference);
            hypothesis = normalize(hypothesis);
        }
        var workspace = _spare.Take();
        var errors = workspace.Score(reference, hypothesis, unit);
        _spare.GiveBack(workspace);
        return errors;
    }

    private sealed class Workspace
    {
        private readonly TokenInterner _interner = new();
        private readonly WordInterner _words;
        private readonly EditDistance _distance = new();
        private readonly List<int> _reference = [];
        private readonly List<int> _hypothesis = [];

        public Workspace() => _words = new WordInterner(_interner);

        public WordErrors Score(string reference, string hypothesis, ErrorUnit unit)
        {
            _interner.Reset();
            Read(reference, unit, _reference);
            Read(hypothesis, unit, _hypothesis);
            var errors = _distance.Compute(CollectionsMarshal.AsSpan(_reference), CollectionsMarshal.AsSpan(_hypothesis), _interner.Count);
            return new WordErrors(errors, _reference.Count, _hypothesis.Count);
        }

        private void Read(string text, ErrorUnit unit, List<int> ids)
        {
            ids.Clear();
            var stripped = PythonText.StripSpan(text);
            if (unit == ErrorUnit.Character)
                ReadCharacters(stripped, ids);
            else if (!_words.TryInternSpaced(stripped, ids))
                TranscriptWords.Intern(stripped, _interner, ids);
        }

        private void ReadCharacters(ReadOnlySpan<char> text, List<int> ids)
        {
            for (var i = 0; i < text.Length; i++)
            {
                var paired = CodePoints.LengthAt(text, i) == 2;
                ids.Add(_interner.Intern(new TokenKey(paired ? (ulong)char.ConvertToUtf32(text[i], text[i + 1]) : text[i], 0)));
                if (paired)
                    i++;
            }
        }
    }
}
