using Matching.Api.Http;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Placements;

/// <summary>What a place says of its residents, read by hand so that every fault is noted by path.</summary>
/// <param name="Group">Who lives there.</param>
internal sealed record PeerGroupReport(PeerGroup Group) : IRequestBody<PeerGroupReport>
{
    /// <summary>The most residents a place can have.</summary>
    public const int MostResidents = 1000;

    /// <inheritdoc/>
    public static PeerGroupReport Read(ObjectReader body, HttpContext context)
    {
        var group = new PeerGroup(
            ReportDay.Read(body, context),
            body.Integer("residents", 0, MostResidents),
            body.Integer("gangTies", 0, MostResidents),
            body.Boolean("gangConflict"),
            body.Integer("severeSelfHarm", 0, MostResidents),
            body.Integer("youngestAge", Age.Youngest, Age.Oldest),
            body.Integer("oldestAge", Age.Youngest, Age.Oldest)
        );
        Check(group, body);
        return new PeerGroupReport(group);
    }

    /// <summary>What cannot all be true: a contradiction is for a person to resolve.</summary>
    private static void Check(PeerGroup group, ObjectReader reader)
    {
        if (group.GangTies > group.Residents)
            reader.Fault("gangTies", "must not be more than residents");
        if (group.SevereSelfHarm > group.Residents)
            reader.Fault("severeSelfHarm", "must not be more than residents");
        if (group is { GangConflict: true, GangTies: 0 } or { GangConflict: true, Residents: 0 })
            reader.Fault("gangConflict", "must not be true where no resident has gang ties");
        if (group.YoungestAge > group.OldestAge)
            reader.Fault("youngestAge", "must not lie above oldestAge");
        if (group.Residents == 1 && group.YoungestAge < group.OldestAge)
            reader.Fault("youngestAge", "must be oldestAge where there is one resident");
        if (group is { Residents: 0, YoungestAge: not null })
            reader.Fault("youngestAge", "must be left out where there are no residents");
        if (group is { Residents: 0, OldestAge: not null })
            reader.Fault("oldestAge", "must be left out where there are no residents");
    }
}
