using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Placements;

/// <summary>The catalogue in force and what the places say of themselves, over HTTP.</summary>
public static class PlacementsApi
{
    /// <summary>The routes.</summary>
    public static void MapPlacements(this IEndpointRouteBuilder app)
    {
        var placements = app.MapApi("/v1/placements", "Placements");
        var anyRole = Terms<Role>.All.ToArray();
        placements.MapGet("", List).ForRoles(anyRole).DescribePlacements();
        placements.MapGet("/{id}", Find).ForRoles(anyRole).DescribePlacement();
        placements
            .MapPut("/{id}/availability", ReportAvailabilityAsync)
            .ForRoles(Role.CaseSystem, Role.Administrator)
            .DescribeAvailability();
        placements.MapPut("/{id}/peer-group", ReportPeerGroupAsync).ForRoles(Role.CaseSystem, Role.Administrator).DescribePeerGroupReport();
        placements
            .MapGet("/{id}/peer-group", FindPeerGroup)
            .ForRoles(Role.Visitator, Role.CaseSystem, Role.Administrator, Role.Auditor)
            .DescribePeerGroup();
    }

    private static JsonAnswer<CatalogueShape> List(ReferenceDataStore referenceStore)
    {
        var catalogue = referenceStore.Current.ReferenceDataSet.Catalogue;
        return new JsonAnswer<CatalogueShape>(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("version", catalogue.Version);
            writer.WriteStartArray("placements");
            foreach (var placement in catalogue.Placements)
                placement.Document.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static Results<JsonAnswer<object>, ProblemAnswer> Find(PlacementId id, ReferenceDataStore referenceStore)
    {
        var catalogue = referenceStore.Current.ReferenceDataSet.Catalogue;
        return catalogue.TryFind(id.Value, out var index)
            ? new JsonAnswer<object>(writer => catalogue.Placements[index].Document.WriteTo(writer))
            : NoSuchPlacement();
    }

    private static Results<Ok<PeerGroupShape>, ProblemAnswer> FindPeerGroup(
        PlacementId id,
        ReferenceDataStore referenceStore,
        PlacementStateProjection state
    ) =>
        IsKnown(id, referenceStore)
            ? TypedResults.Ok(new PeerGroupShape(id.Value, ShapeOf(state.Current.PeerGroups.GetValueOrDefault(id.Value))))
            : NoSuchPlacement();

    private static Task<Results<NoContent, ProblemAnswer>> ReportAvailabilityAsync(
        PlacementId id,
        CurrentCaller caller,
        Body<AvailabilityReport> report,
        ReferenceDataStore referenceStore,
        PlacementStateProjection state,
        Today today,
        MatchingStore store
    ) =>
        ReportAsync(
            id,
            caller,
            LogKinds.Availability,
            () => PlacementStateProjection.Payload(id.Value, report.Value.Availability),
            referenceStore,
            OlderReport(report.Value.Availability.AsOf, state.Current.Availability.GetValueOrDefault(id.Value)?.AsOf, today),
            store
        );

    private static Task<Results<NoContent, ProblemAnswer>> ReportPeerGroupAsync(
        PlacementId id,
        CurrentCaller caller,
        Body<PeerGroupReport> report,
        ReferenceDataStore referenceStore,
        PlacementStateProjection state,
        Today today,
        MatchingStore store
    ) =>
        ReportAsync(
            id,
            caller,
            LogKinds.PeerGroup,
            () => PlacementStateProjection.Payload(id.Value, report.Value.Group),
            referenceStore,
            OlderReport(report.Value.Group.AsOf, state.Current.PeerGroups.GetValueOrDefault(id.Value)?.AsOf, today),
            store
        );

    private static async Task<Results<NoContent, ProblemAnswer>> ReportAsync(
        PlacementId id,
        CurrentCaller caller,
        string kind,
        Func<byte[]> payload,
        ReferenceDataStore referenceStore,
        ProblemAnswer? older,
        MatchingStore store
    )
    {
        if (!IsKnown(id, referenceStore))
            return NoSuchPlacement();
        if (older is not null)
            return older;
        await store.Log.AppendAsync(
            new NewEntry
            {
                Kind = kind,
                Caller = caller.Name,
                Payload = payload(),
            },
            CancellationToken.None
        );
        return TypedResults.NoContent();
    }

    /// <summary>The answer to a report that is older than the one in force; null when it is not.</summary>
    private static ProblemAnswer? OlderReport(DateOnly day, DateOnly? inForce, Today today) =>
        ReportDay.IsOlder(day, inForce, today.InCopenhagen())
            ? new ProblemAnswer(
                StatusCodes.Status409Conflict,
                "A later report is in force.",
                $"It speaks of {inForce:yyyy-MM-dd}. A report replaces one of its own day or of a day before."
            )
            {
                Extension = (writer, _) => writer.WriteString("code", "older-report"),
            }
            : null;

    private static bool IsKnown(PlacementId id, ReferenceDataStore referenceStore) =>
        referenceStore.Current.ReferenceDataSet.Catalogue.TryFind(id.Value, out _);

    private static PeerGroupReportShape? ShapeOf(PeerGroup? group) =>
        group is null
            ? null
            : new PeerGroupReportShape(
                group.AsOf,
                group.Residents,
                group.GangTies,
                group.GangConflict,
                group.SevereSelfHarm,
                group.YoungestAge,
                group.OldestAge
            );

    private static ProblemAnswer NoSuchPlacement() => new(StatusCodes.Status404NotFound, "There is no such placement.");
}
