using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Api.Placements;

/// <summary>The catalogue in force and what the places say of themselves, over HTTP.</summary>
public static class PlacementsApi
{
    private const int MostFreePlaces = 1000;

    /// <summary>The routes.</summary>
    public static void MapPlacements(this IEndpointRouteBuilder app)
    {
        var placements = app.MapGroup("/v1/placements").WithTags("Placements");
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

    private static IResult List(ReferenceDataStore referenceStore) =>
        new CatalogueAnswer(
            referenceStore.Current.ReferenceDataSet.Catalogue,
            referenceStore.Current.ReferenceDataSet.Catalogue.Placements
        );

    private static IResult Find(string id, ReferenceDataStore referenceStore)
    {
        var catalogue = referenceStore.Current.ReferenceDataSet.Catalogue;
        return catalogue.TryFind(id, out var index) ? new PlacementAnswer(catalogue.Placements[index]) : NoSuchPlacement();
    }

    private static IResult FindPeerGroup(string id, ReferenceDataStore referenceStore, PlacementStateProjection state) =>
        referenceStore.Current.ReferenceDataSet.Catalogue.TryFind(id, out _)
            ? TypedResults.Ok(new PeerGroupAnswer(id, state.Current.PeerGroups.GetValueOrDefault(id)))
            : NoSuchPlacement();

    private static Task<IResult> ReportAvailabilityAsync(
        HttpContext context,
        string id,
        ReferenceDataStore referenceStore,
        MatchingStore store
    ) => ReportAsync(context, id, referenceStore, store, LogKinds.Availability, Read, PlacementStateProjection.Payload);

    private static Task<IResult> ReportPeerGroupAsync(
        HttpContext context,
        string id,
        ReferenceDataStore referenceStore,
        MatchingStore store
    ) => ReportAsync(context, id, referenceStore, store, LogKinds.PeerGroup, PeerGroupReader.Read, PlacementStateProjection.Payload);

    private static async Task<IResult> ReportAsync<T>(
        HttpContext context,
        string id,
        ReferenceDataStore referenceStore,
        MatchingStore store,
        string kind,
        Func<JsonElement, Problems, T?> read,
        Func<string, T, byte[]> payload
    )
        where T : class
    {
        if (!referenceStore.Current.ReferenceDataSet.Catalogue.TryFind(id, out _))
            return NoSuchPlacement();
        var problems = new Problems();
        var (json, problem) = await RequestBody.ReadAsync(context.Request, problems, context.RequestAborted);
        using (json)
        {
            if (json is null)
                return problem!;
            var report = read(json.RootElement, problems);
            if (!problems.None)
                return ProblemAnswer.BadInput(problems);
            await store.Log.AppendAsync(
                new NewEntry
                {
                    Kind = kind,
                    Caller = context.CallerName(),
                    Payload = payload(id, report!),
                },
                CancellationToken.None
            );
            return TypedResults.NoContent();
        }
    }

    private static Availability? Read(JsonElement body, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return null;
        var availability = new Availability(
            reader.Require("freePlaces").Integer("freePlaces", 0, MostFreePlaces) ?? 0,
            reader.Require("asOf").Date("asOf") ?? default
        );
        reader.Close();
        return availability;
    }

    /// <summary>Who lives at a placement, as last reported.</summary>
    internal sealed record PeerGroupAnswer(string PlacementId, PeerGroup? PeerGroup);

    private static ProblemAnswer NoSuchPlacement() => new(StatusCodes.Status404NotFound, "There is no such placement.");

    /// <summary>The catalogue as it stands in its files.</summary>
    private sealed record CatalogueAnswer(Catalogue Catalogue, IReadOnlyList<Placement> Placements) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter, Json.Options);
            writer.WriteStartObject();
            writer.WriteString("version", Catalogue.Version);
            writer.WriteStartArray("placements");
            foreach (var placement in Placements)
                placement.Document.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    private sealed record PlacementAnswer(Placement Placement) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter, Json.Options);
            Placement.Document.WriteTo(writer);
        }
    }
}
