using System.Globalization;
using Matching.Engine.Parsing;

namespace Matching.Engine.Localization.Letters;

/// <summary>The sentences of a letter to one audience. For a child, those of its age come before those for all ages.</summary>
/// <param name="answer">The texts of answers, in the same language.</param>
/// <param name="audience">What the keys of its sentences begin with.</param>
/// <param name="band">The ages it is written for; null = all.</param>
internal sealed class LetterTexts(AnswerTexts answer, string audience, AgeBand? band = null)
{
    private const string Table = "letters";
    private const int DaysInAWeek = 7;

    /// <summary>The sentences of a letter to one of the audiences.</summary>
    public LetterTexts(AnswerTexts answer, Audience audience, AgeBand? band = null)
        : this(answer, Terms<Audience>.Text(audience), band) { }

    /// <summary>The texts of answers, in the same language.</summary>
    public AnswerTexts Answer => answer;

    /// <summary>A sentence; its key where there is none, so that a fault is seen and not hidden.</summary>
    public string Say(string key, params ReadOnlySpan<(string Name, string Value)> values) => Find(key, values) ?? $"{audience}.{key}";

    /// <summary>A sentence, or null where this reader is not reported such a thing.</summary>
    public string? Find(string key, params ReadOnlySpan<(string Name, string Value)> values) =>
        (band is null ? null : answer.Texts.Sentence(Table, $"{audience}.{band.Code}.{key}", values.ToArray()))
        ?? answer.Texts.Sentence(Table, $"{audience}.{key}", values.ToArray());

    /// <summary>A sentence for whoever sends the letter.</summary>
    public string Check(string key, params ReadOnlySpan<(string Name, string Value)> values) =>
        answer.Texts.Sentence(Table, $"check.{key}", values.ToArray()) ?? $"check.{key}";

    /// <summary>Words that stand inside a sentence.</summary>
    public string Fragment(string key) => answer.Texts.Fragment(Table, key) ?? key;

    /// <summary>Begins a section.</summary>
    public SectionDraft Section(string heading) => new(Say($"heading.{heading}"));

    /// <summary>A number of days in words, in weeks where there are several and they are whole.</summary>
    public string Period(int days) =>
        days > DaysInAWeek && days % DaysInAWeek == 0 ? Counted("weeks", days / DaysInAWeek) : Counted("days", days);

    /// <summary>A number.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Counted(string unit, int count) =>
        Fragment($"period.{unit}").Replace("{count}", Number(count), StringComparison.Ordinal);
}
