using System.Globalization;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;

namespace Matching.Api.Letters;

/// <summary>A letter about a ranking, and the version of the texts it is written with.</summary>
internal sealed record RecordedLetter(Letter Letter, string TextsVersion)
{
    /// <summary>
    /// Writes a letter about a recorded ranking, with the texts and rules it was made with. Where those are from before there were letters
    /// to the audience, the ones in force take their place.
    /// </summary>
    /// <exception cref="InvalidDataException">A document it was made with is missing, or its request cannot be read any more.</exception>
    public static RecordedLetter Write(RecordedRanking ranking, LetterQuery query, ReferenceDataStore referenceStore)
    {
        var record = ranking.Record;
        var texts = referenceStore.TextsOf(record.Versions);
        return Write(
            ranking,
            query,
            referenceStore.ReferenceDataOf(record.Versions),
            texts.In(query.Language).HasLettersTo(query.Audience) ? texts : referenceStore.Current.Texts,
            referenceStore.Current.ReferenceDataSet.Rules
        );
    }

    /// <summary>Writes a letter about a ranking on some knowledge; without id for one that is not recorded.</summary>
    public static RecordedLetter Write(
        RecordedRanking ranking,
        LetterQuery query,
        ReferenceDataSet referenceData,
        Texts texts,
        RuleSet rulesInForce
    )
    {
        var record = ranking.Record;
        var request = RankingRequestReader.ReadRecorded(record.Request, referenceData, record.Answer.AsOf);
        var rights = referenceData.Rules.InForce(request.AsOf).Rights;
        var about = new LetterCase(
            record.Answer,
            request.Profile,
            referenceData,
            rights.Count > 0 ? rights : rulesInForce.InForce(request.AsOf).Rights,
            query.PlacementId,
            query.Diagnoses == Naming.Include,
            new LetterReference(
                record.CaseReference,
                ranking.RankingId.Length == 0 ? null : ranking.RankingId,
                [.. VersionsOf(record, texts)]
            )
        )
        {
            Handover = request.Handover,
        };
        return new RecordedLetter(
            Letter.To(query.Audience, about, new AnswerTexts(texts.In(query.Language), referenceData.Catalogue)),
            texts.Version
        );
    }

    private static IEnumerable<KeyValuePair<string, string>> VersionsOf(RankingRecord record, Texts texts)
    {
        var versions = record.Versions;
        yield return KeyValuePair.Create("mode", Terms<RankingMode>.Text(record.Mode));
        yield return KeyValuePair.Create("engine", versions.Engine);
        yield return KeyValuePair.Create("rules", versions.Rules);
        yield return KeyValuePair.Create("criteria", versions.Criteria);
        yield return KeyValuePair.Create("catalogue", versions.Catalogue);
        yield return KeyValuePair.Create("texts", versions.Texts);
        if (texts.Version != versions.Texts)
            yield return KeyValuePair.Create("letters", texts.Version);
        yield return KeyValuePair.Create("state", versions.State.ToString(CultureInfo.InvariantCulture));
        if (versions.Model is { } model)
            yield return KeyValuePair.Create("model", model);
    }
}
