using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Engine;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Api.Stays;

/// <summary>A request to record a stay that was read and found to be in order.</summary>
/// <param name="End">How it ended, where that is told together with it; null while it goes on.</param>
internal sealed record StayRequest(CaseReference CaseReference, Stay Stay, StayEnd? End)
{
    private const int MaxPlacementId = 64;

    /// <summary>Reads a request; null when the problems say why not.</summary>
    /// <param name="body">The body.</param>
    /// <param name="referenceData">With the placements there are.</param>
    /// <param name="today">Today in Copenhagen: a stay begins at most a year later.</param>
    /// <param name="problems">Takes the faults.</param>
    public static StayRequest? Read(JsonElement body, ReferenceDataSet referenceData, DateOnly today, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return null;
        var reference = Cases.CaseReference.Read(reader);
        var placementId = reader.Require("placementId").Text("placementId", MaxPlacementId);
        if (placementId is not null && !referenceData.Catalogue.TryFind(placementId, out _))
            reader.Fault("placementId", "is not the id of a placement in the catalogue");
        var start = reader.Require("start").Date("start");
        if (start > StayFacts.YearsFrom(today, 1))
            reader.Fault("start", "lies more than a year ahead");
        var rankingId = reader.Text("rankingId");
        if (rankingId is not null && !Guid.TryParseExact(rankingId, "D", out _))
            reader.Fault("rankingId", "must be the id of a ranking");
        var track = reader.Enum<Track>("track");
        var end = StayEnd.IsToldIn(reader) ? StayEnd.Read(reader, today) : null;
        if (end?.End < start)
            reader.Fault("end", "lies before the start of the stay");
        reader.Close();
        return problems.None ? new StayRequest(reference!.Value, new Stay(placementId!, start!.Value, rankingId, track), end) : null;
    }
}

/// <summary>A request to record how a stay ended that was read and found to be in order.</summary>
/// <param name="End">How.</param>
/// <param name="Corrects">Whether it is to take the place of what was recorded of the end before.</param>
internal sealed record StayEndRequest(StayEnd End, bool Corrects) : IRequestBody<StayEndRequest>
{
    /// <inheritdoc/>
    public static StayEndRequest? Read(ObjectReader body, HttpContext context)
    {
        var end = StayEnd.Read(body, context.RequestServices.GetRequiredService<Today>().InCopenhagen());
        var corrects = body.Boolean("corrects") ?? false;
        return end is null ? null : new StayEndRequest(end, corrects);
    }
}

/// <summary>A request to withdraw a stay.</summary>
/// <param name="Reason">What the error was.</param>
internal sealed record StayWithdrawalRequest(StayWithdrawalReason Reason) : IRequestBody<StayWithdrawalRequest>
{
    /// <inheritdoc/>
    public static StayWithdrawalRequest? Read(ObjectReader body, HttpContext context) =>
        body.Require("reason").Enum<StayWithdrawalReason>("reason") is { } reason ? new StayWithdrawalRequest(reason) : null;
}
