using Matching.Api.Exports;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Stays;
using Matching.Api.Storage;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Selection;
using Matching.Engine.Placements;

namespace Matching.Api.Effects;

/// <summary>
/// What the choices of the record say about choosing otherwise. Which place a child got was chosen, so outcomes at places do not compare
/// like with like; every recorded ranking holds the places there were,
/// and the stay that followed says which was chosen and what came of it.
/// </summary>
public sealed class OffPolicyStudy(
    MatchingStore store,
    RecordedStays stays,
    ExportedCases cases,
    ReferenceDataStore referenceStore,
    LearningData learning,
    EngineWork work
)
{
    private const int AtOnce = 64,
        Seed = 1;
    private const double MostUnmet = 3;

    // The prior has seen none of these stays, so what it predicts of them is no memory of them.
    private readonly Lazy<OutcomeModel> _prior = new(() =>
        AdditiveTrainer.Fit(TrainingSet.None, learning.Prior, learning.Settings.Use, Seed).Tables
    );

    /// <summary>
    /// Reads every choice the caller may see, each after the access to its case is recorded, and estimates how many stays had broken down
    /// had the first place of each ranking been chosen that was not known to be full.
    /// </summary>
    internal async Task<SelectionAnswer> StudyAsync(Requester requester, DateOnly today, CancellationToken cancellation)
    {
        var (told, found, leftOut) = (new HashSet<string>(StringComparer.Ordinal), new List<Found>(), new LeftOut());
        foreach (var page in store.Entries.Pages(AtOnce, LogKinds.Stay))
        {
            var entries = await cases.ReportAsync(page, told, requester);
            found.AddRange(
                await work.RunAsync(
                    given =>
                        entries
                            .Select(entry =>
                            {
                                given.ThrowIfCancellationRequested();
                                return Read(entry, today, leftOut);
                            })
                            .OfType<Found>()
                            .ToList(),
                    cancellation
                )
            );
        }
        var risks = new Dictionary<LoggedChoice, double[]>(ReferenceEqualityComparer.Instance);
        foreach (var one in found)
            risks[one.Choice] = one.Risks;
        var settings = new SelectionSettings(Seed);
        var answer = await work.RunAsync(
            _ =>
                OffPolicy.Estimate(
                    [.. found.Select(one => one.Choice)],
                    choice => [.. choice.Candidates.Select((_, candidate) => candidate == 0 ? 1.0 : 0)],
                    (choice, candidate) => risks[choice][candidate],
                    settings
                ),
            cancellation
        );
        return SelectionAnswer.Of(answer, settings, leftOut.WithoutRanking, leftOut.NotAmongPossible, [.. found.Select(one => one.Choice)]);
    }

    private Found? Read(LogEntry entry, DateOnly today, LeftOut leftOut)
    {
        try
        {
            var stay = stays.Read(entry);
            if (stay.Withdrawal is not null || stay.Stay.Start > today || (stay.Track is { } track && StayRow.IsOfCourt(track)))
                return null;
            var child = cases.PseudonymOf(entry.SubjectId!);
            if (stay.Facts.Request is null || RankingHandler.Find(store.Entries, stay.Stay.RankingId!) is not { } ranking)
            {
                leftOut.WithoutRanking.Add(child);
                return null;
            }
            var found = Of(stay, ranking.Record, child, today);
            if (found is null)
                leftOut.NotAmongPossible.Add(child);
            return found;
        }
        catch (PayloadUnreadableException erased) when (erased.KeyIsMissing)
        {
            return null;
        }
    }

    /// <summary>
    /// The choice a stay was, among the places that its ranking ranked and that were not known to be full, in the order of the ranking;
    /// null when it was none of them.
    /// </summary>
    private Found? Of(RecordedStay stay, RankingRecord record, string child, DateOnly today)
    {
        var referenceData = referenceStore.ReferenceDataOf(record.Versions) with { Model = null };
        var possible = record
            .Answer.Placements.Where(place => place.Rank is not null && place.Availability is not { FreePlaces: 0 })
            .ToList();
        var chosen = possible.FindIndex(place => place.PlacementId == stay.Stay.PlacementId);
        if (chosen < 0)
            return null;
        var profile = RankingReplay.RequestOf(record, referenceData).Profile;
        var ranking = Matcher.Rank(profile, referenceData, record.Answer.AsOf);
        var places = possible.ConvertAll(place =>
            referenceData.Catalogue.Placements[
                referenceData.Catalogue.TryFind(place.PlacementId, out var position)
                    ? position
                    : throw new InvalidDataException("The ranking holds a placement that its catalogue does not.")
            ]
        );
        return new Found(
            new LoggedChoice(
                child,
                [
                    .. possible.Select(
                        (place, i) =>
                            new ChoiceCandidate(
                                place.PlacementId,
                                Features(place, places[i], places[0], i, possible.Count, profile.CurrentPlacementId)
                            )
                    ),
                ],
                chosen,
                LoggedChoice.BrokeDownWithinYear(
                    stay.Stay.Start,
                    stay.End is { } end
                        && end.Observed is StayEnding.BreakdownChild or StayEnding.BreakdownPlace or StayEnding.BreakdownBoth,
                    (stay.End?.End ?? today).DayNumber - stay.Stay.Start.DayNumber,
                    today
                )
            ),
            [
                .. places.Select(place =>
                    _prior.Value.BreakdownWithinYear(
                        OutcomeFeature.Of(
                            new FeatureSource(ranking.EligibilityAssessment.Context, ranking.Needs, place, referenceData.Criteria)
                        ),
                        place.Id
                    )
                ),
            ]
        );
    }

    /// <summary>
    /// What may have spoken for a place: how near, whose, whether it locks more or less than the first, where the ranking had it, what it
    /// leaves unmet, that the child is there already.
    /// </summary>
    private static double[] Features(AnsweredPlacement answered, Placement place, Placement first, int order, int count, string? current) =>
        [
            place.Setting.NearFamily.Value == true ? 1 : 0,
            place.Operator == Operator.City ? 1 : 0,
            place.Level > first.Level ? 1 : 0,
            place.Level < first.Level ? 1 : 0,
            (double)order / count,
            Math.Min(answered.UnmetNeeds.Count, MostUnmet) / MostUnmet,
            place.Id == current ? 1 : 0,
        ];

    private sealed record Found(LoggedChoice Choice, double[] Risks);

    /// <summary>The children of stays that say of no choice.</summary>
    private sealed class LeftOut
    {
        public List<string> WithoutRanking { get; } = [];

        public List<string> NotAmongPossible { get; } = [];
    }
}
