using System.Globalization;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>
/// The sentences of an answer as a draft recommendation may hold them: conflicts and other children only as a matter of safety, and
/// diagnoses only where they are to be named.
/// </summary>
internal sealed class CommitteeWords(LetterTexts texts, bool namesDiagnoses)
{
    private const string DiagnosisStatus = "child.diagnoses.status",
        CognitiveLevel = "cognitive-level-outside-target-group",
        Peers = "peer-",
        Conflict = "conflict-";
    private const int Hundredths = 100;
    private readonly string _named = texts.Answer.Texts.Word(Terms<Need>.Key(Need.DevelopmentalSupport));
    private readonly string _discreet = texts.Fragment("committee.developmental-support");

    /// <summary>Points with two decimals, as the language writes them.</summary>
    public string Points(int hundredths) =>
        InLanguage(((decimal)hundredths / Hundredths).ToString("0.00;−0.00", CultureInfo.InvariantCulture));

    /// <summary>The same with a sign.</summary>
    public string Signed(int hundredths) =>
        InLanguage(((decimal)hundredths / Hundredths).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture));

    /// <summary>A level as it stands in a sentence.</summary>
    public string Level(Level level) => texts.Answer.Texts.Word(Terms<Level>.Key(level));

    /// <summary>Why a place gets points.</summary>
    public string Of(AnsweredContribution contribution) =>
        contribution.Criterion.StartsWith(Peers, StringComparison.Ordinal) ? texts.Say("peers")
        : contribution.Criterion.StartsWith(Conflict, StringComparison.Ordinal) ? texts.Say("safety-condition")
        : Discreet(texts.Answer.Texts.Of(contribution));

    /// <summary>What a condition or refusal means.</summary>
    public string Of(Condition condition)
    {
        if (LetterBasis.ConcernsSafety(condition))
            return texts.Say(condition.Refuses ? "safety-refused" : "safety-condition");
        return condition.Code == CognitiveLevel && !namesDiagnoses ? texts.Say("cognitive-level") : Discreet(texts.Answer.Of(condition));
    }

    /// <summary>What a notice says.</summary>
    public string Of(Notice notice)
    {
        if (notice.Code.StartsWith(Peers, StringComparison.Ordinal))
            return texts.Say("safety-condition");
        var values = notice.Values.Select(value =>
            value.Value.StartsWith($"criterion.{Peers}", StringComparison.Ordinal)
            || value.Value.StartsWith($"criterion.{Conflict}", StringComparison.Ordinal)
                ? KeyValuePair.Create(value.Key, texts.Fragment("committee.peers-in-sentence"))
                : value
        );
        return Discreet(texts.Answer.Texts.Of(notice with { Values = [.. values] }));
    }

    /// <summary>What is not known, and how it is found out.</summary>
    public string Of(KnowledgeGap gap) => texts.Answer.Texts.Of(gap);

    /// <summary>
    /// Gaps as they may be reported: a suspected diagnosis is one of the diagnoses where none is to be named, and reported once.
    /// </summary>
    public IEnumerable<KnowledgeGap> Reported(IEnumerable<KnowledgeGap> gaps) =>
        namesDiagnoses
            ? gaps
            : gaps.Select(gap => gap.Field == DiagnosisStatus ? gap with { Subject = null, IsSuspected = false } : gap)
                .DistinctBy(gap => (gap.Field, gap.IsSuspected));

    /// <summary>A sentence with the need that is worded by diagnoses worded otherwise, where none is to be named.</summary>
    public string Discreet(string sentence) =>
        namesDiagnoses ? sentence : sentence.Replace(_named, _discreet, StringComparison.OrdinalIgnoreCase);

    private string InLanguage(string number) => WrittenNumber.InLanguage(number, texts.Answer.Texts.Language);
}
