using System.IO.Pipelines;
using System.Reflection;
using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Engine.Localization;
using Microsoft.AspNetCore.Http.Metadata;

namespace Matching.Api.Profiles;

/// <summary>A version of a profile, with its ETag; 201 and its address for the first.</summary>
internal sealed class ProfileAnswer(string caseReference, ProfileVersion version, bool isFirst) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.ETag = EntityConditions.TagOf(version.Version);
        if (isFirst)
        {
            httpContext.Response.StatusCode = StatusCodes.Status201Created;
            headers.Location = CaseReference.AddressOf(caseReference, "/profile");
        }
        return new JsonAnswer<ProfileShape>(Write).ExecuteAsync(httpContext);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.AddAnswer<ProfileShape>(StatusCodes.Status200OK);
        if (method.Name == "PutAsync")
            builder.AddAnswer<ProfileShape>(StatusCodes.Status201Created);
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("caseReference"u8, caseReference);
        writer.WriteNumber("version"u8, version.Version);
        writer.WriteString("recordedAt"u8, version.RecordedAt);
        writer.WriteString("by"u8, version.By);
        writer.WritePropertyName("profile"u8);
        version.Profile.WriteTo(writer);
        writer.WriteEndObject();
    }
}

/// <summary>The versions of a profile, oldest first.</summary>
public sealed record ProfileVersionsAnswer(string CaseReference, IReadOnlyList<ProfileVersionSummary> Versions);

/// <summary>A version of a profile.</summary>
/// <param name="Version">1, 2, …</param>
/// <param name="RecordedAt">When, UTC.</param>
/// <param name="By">Who recorded it.</param>
/// <param name="Changed">Which fields differ from the version before, by path; of the first all that it holds.</param>
public sealed record ProfileVersionSummary(int Version, string RecordedAt, string By, IReadOnlyList<string> Changed);

/// <summary>The ranking of a profile, in the caller's language.</summary>
internal sealed class ProfileRankingAnswer(ProfileRanking ranking, ReferenceDataStore referenceStore, TopPlaces top)
    : WordedAnswer<ProfileRankingShape>
{
    /// <inheritdoc/>
    protected override void Write(PipeWriter body, Language language)
    {
        var recorded = ranking.Ranking;
        var versions = recorded.Record.Versions;
        using var writer = new Utf8JsonWriter(body, Json.Options);
        writer.WriteStartObject();
        writer.WriteString("rankingId"u8, recorded.RankingId);
        writer.WriteString("recordedAt"u8, recorded.RecordedAt);
        RankingResponse.WriteMembers(
            writer,
            recorded.Record,
            referenceStore.ReferenceDataOf(versions),
            referenceStore.TextsOf(versions).In(language),
            top.Count
        );
        Write(writer, ranking.Since);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RankingSince? since)
    {
        if (since is null)
        {
            writer.WriteNull("since"u8);
            return;
        }
        writer.WriteStartObject("since"u8);
        writer.WriteString("rankingId"u8, since.RankingId);
        writer.WriteString("recordedAt"u8, since.RecordedAt);
        RankingResponse.WriteList(writer, "fields"u8, since.Fields);
        writer.WriteStartArray("moved"u8);
        foreach (var moved in since.Moved)
        {
            writer.WriteStartObject();
            writer.WriteString("placementId"u8, moved.PlacementId);
            RankingResponse.WriteNumber(writer, "from"u8, moved.From);
            RankingResponse.WriteNumber(writer, "to"u8, moved.To);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("conditionsMet"u8);
        foreach (var met in since.ConditionsMet)
        {
            writer.WriteStartObject();
            writer.WriteString("placementId"u8, met.PlacementId);
            RankingResponse.WriteList(writer, "conditions"u8, met.Conditions);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
