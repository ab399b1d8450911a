using System.Text.Json;
using Matching.Api.Cases;
using Matching.Engine;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Api.Stays;

/// <summary>A request to record a stay that was read and found to be in order.</summary>
internal sealed record StayRequest(string CaseReference, Stay Stay)
{
    private const int MaxPlacementId = 64;

    /// <summary>Reads a request; null when the problems say why not.</summary>
    public static StayRequest? Read(JsonElement body, ReferenceDataSet referenceData, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return null;
        var reference = Cases.CaseReference.Read(reader)?.Value;
        var placementId = reader.Require("placementId").Text("placementId", MaxPlacementId);
        if (placementId is not null && !referenceData.Catalogue.TryFind(placementId, out _))
            reader.Fault("placementId", "is not the id of a placement in the catalogue");
        var start = reader.Require("start").Date("start");
        var rankingId = reader.Text("rankingId");
        if (rankingId is not null && !Guid.TryParseExact(rankingId, "D", out _))
            reader.Fault("rankingId", "must be the id of a ranking");
        var track = reader.Enum<Track>("track");
        reader.Close();
        return problems.None ? new StayRequest(reference!, new Stay(placementId!, start!.Value, rankingId, track)) : null;
    }

    /// <summary>Reads how a stay ended; null when the problems say why not.</summary>
    /// <param name="today">Nothing that has not happened is an ending.</param>
    public static StayEndRequest? ReadEnd(JsonElement body, DateOnly today, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return null;
        var end = StayEnd.Read(reader);
        if (end?.End > today)
            reader.Fault("end", "lies after today: what has not happened is no ending");
        var corrects = reader.Boolean("corrects") ?? false;
        reader.Close();
        return problems.None ? new StayEndRequest(end!, corrects) : null;
    }

    /// <summary>Reads why a stay is withdrawn; null when the problems say why not.</summary>
    public static StayWithdrawalReason? ReadWithdrawal(JsonElement body, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return null;
        var reason = reader.Require("reason").Enum<StayWithdrawalReason>("reason");
        reader.Close();
        return problems.None ? reason : null;
    }
}

/// <summary>A request to record how a stay ended that was read and found to be in order.</summary>
/// <param name="End">How.</param>
/// <param name="Corrects">Whether it is to take the place of what was recorded of the end before.</param>
internal sealed record StayEndRequest(StayEnd End, bool Corrects);
