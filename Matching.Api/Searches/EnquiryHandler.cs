using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Letters;
using Matching.Api.Profiles;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;

namespace Matching.Api.Searches;

/// <summary>Writes the text that a place is asked with, from the profile in force, or else from the last ranking of the case.</summary>
public sealed class EnquiryHandler(
    MatchingStore store,
    SearchProjection searches,
    ProfileHandler profiles,
    RankingHandler rankings,
    ReferenceDataStore referenceStore,
    CaseCommands commands
)
{
    /// <summary>Writes it, once the access is recorded; null when there is no such offer, or none for this caller.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    internal Task<EnquiryOutcome?> WriteAsync(OfferId id, Language language, Requester requester) =>
        commands.AboutAsync(
            id.Value,
            LogKinds.Offer,
            requester,
            async (command, entry) =>
            {
                _ = command.Key;
                if (searches.Of(command.SubjectId).FindOffer(entry.EntryId) is not { } found)
                    return null;
                var problems = new Problems();
                var about = OfProfile(command, problems) ?? (problems.None ? OfRanking(command.SubjectId) : null);
                await command.RecordReadAsync(AccessAction.EnquiryRead, null);
                if (about is null)
                    return (EnquiryOutcome?)new EnquiryOutcome(null, NothingToTell(problems));
                var asked = new EnquiryAsked(
                    found.Offer.OfferId,
                    found.Offer.PlacementId,
                    found.Offer.Services,
                    found.Offer.AnswerBy,
                    found.Search.NeededFrom
                );
                var current = referenceStore.Current;
                var texts = new AnswerTexts(current.Texts.In(language), current.ReferenceDataSet.Catalogue);
                return new EnquiryOutcome(
                    new RecordedLetter(PlaceEnquiry.Write(about, asked, current.ReferenceDataSet, texts), current.Texts.Version),
                    null
                );
            }
        );

    private EnquiryCase? OfProfile(CaseCommand command, Problems problems) =>
        profiles.ReadInForce(command.SubjectId, command.Key.CaseReference, problems) is { } kept
            ? new EnquiryCase(rankings.Rank(kept.Request, kept.Body).Answer, kept.Request.Profile)
            : null;

    private EnquiryCase? OfRanking(string subjectId)
    {
        if (store.Entries.LastOf(subjectId, LogKinds.Ranking) is not { } entry)
            return null;
        var record = RankingHandler.Read(store.Entries, entry).Record;
        var request = RankingRequestReader.ReadRecorded(
            record.Request,
            referenceStore.ReferenceDataOf(record.Versions),
            record.Answer.AsOf
        );
        return new EnquiryCase(record.Answer, request.Profile);
    }

    private static ProblemAnswer NothingToTell(Problems problems) =>
        problems.None
            ? new ProblemAnswer(
                StatusCodes.Status409Conflict,
                "There is nothing to tell the place.",
                "The case has neither a profile nor a ranking."
            )
            : new ProblemAnswer(
                StatusCodes.Status409Conflict,
                "The profile cannot be ranked as it is.",
                "Every fault is listed by the field it is in.",
                problems.ByPath()
            );
}

/// <summary>What came of asking for the text.</summary>
/// <param name="Letter">The text; null when there is nothing to tell.</param>
/// <param name="Refusal">Why there is not; null when there is.</param>
internal sealed record EnquiryOutcome(RecordedLetter? Letter, ProblemAnswer? Refusal);
