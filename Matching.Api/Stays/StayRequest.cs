using System.Text.Json;
using Matching.Api.Rankings;
using Matching.Engine;
using Matching.Engine.Placements;
using Matching.Engine.Reading;

namespace Matching.Api.Stays;

/// <summary>A request to record a stay that was read and found to be in order.</summary>
internal sealed record StayRequest(string CaseReference, Stay Stay)
{
    private const int MaxPlacementId = 64;

    /// <summary>Reads a request; null when the problems say why not.</summary>
    public static StayRequest? Read(JsonElement body, Knowledge knowledge, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return null;
        var reference = RankingRequestReader.ReadCaseReference(reader);
        var placementId = reader.Require("placementId").Text("placementId", MaxPlacementId);
        if (placementId is not null && !knowledge.Catalogue.TryFind(placementId, out _))
            reader.Fault("placementId", "is not the id of a placement in the catalogue");
        var start = reader.Require("start").Day("start");
        var rankingId = reader.Text("rankingId");
        if (rankingId is not null && !Guid.TryParseExact(rankingId, "D", out _))
            reader.Fault("rankingId", "must be the id of a ranking");
        var track = reader.Term<Track>("track");
        reader.Close();
        return problems.None ? new StayRequest(reference!, new Stay(placementId!, start!.Value, rankingId, track)) : null;
    }

    /// <summary>Reads how a stay ended; null when the problems say why not.</summary>
    /// <param name="today">Nothing that has not happened is an ending.</param>
    public static StayEnd? ReadEnd(JsonElement body, DateOnly today, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return null;
        var end = StayEnd.Read(reader);
        if (end?.End > today)
            reader.Fault("end", "lies after today: what has not happened is no ending");
        reader.Close();
        return problems.None ? end : null;
    }
}
