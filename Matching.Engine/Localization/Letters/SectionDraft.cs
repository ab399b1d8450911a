namespace Matching.Engine.Localization.Letters;

/// <summary>A section while it is written. What there is no sentence for is passed over, and a section without any is none.</summary>
internal sealed class SectionDraft(string heading)
{
    private readonly List<string> _paragraphs = [],
        _items = [];

    /// <summary>Adds a paragraph of some sentences.</summary>
    public SectionDraft Say(params IEnumerable<string?> sentences)
    {
        var told = sentences.Where(sentence => !string.IsNullOrEmpty(sentence)).ToList();
        if (told.Count > 0)
            _paragraphs.Add(string.Join(' ', told));
        return this;
    }

    /// <summary>Adds items to the list.</summary>
    public SectionDraft List(params IEnumerable<string?> items)
    {
        _items.AddRange(items.Where(item => !string.IsNullOrEmpty(item))!);
        return this;
    }

    /// <summary>Adds a list with the sentence that leads to it, when there is something to list.</summary>
    public SectionDraft List(string lead, IEnumerable<string?> items)
    {
        var told = items.Where(item => !string.IsNullOrEmpty(item)).ToList();
        return told.Count == 0 ? this : Say(lead).List(told);
    }

    /// <summary>The sections that came to something.</summary>
    public static IReadOnlyList<LetterSection> Written(params IEnumerable<SectionDraft> drafts) =>
        [.. drafts.Select(draft => draft.Written()).OfType<LetterSection>()];

    private LetterSection? Written() => _paragraphs.Count + _items.Count == 0 ? null : new LetterSection(heading, _paragraphs, _items);
}
