using System.Text.Json;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Placements;

/// <summary>Reads what a place says of its residents by hand, noting every fault by path.</summary>
internal static class PeerGroupReader
{
    /// <summary>The most residents a place can have.</summary>
    public const int MostResidents = 1000;

    /// <summary>Reads it; what comes back means nothing when there are problems.</summary>
    public static PeerGroup? Read(JsonElement body, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return null;
        var group = new PeerGroup(
            reader.Require("asOf").Date("asOf") ?? default,
            reader.Integer("residents", 0, MostResidents),
            reader.Integer("gangTies", 0, MostResidents),
            reader.Boolean("gangConflict"),
            reader.Integer("severeSelfHarm", 0, MostResidents),
            reader.Integer("youngestAge", Age.Youngest, Age.Oldest),
            reader.Integer("oldestAge", Age.Youngest, Age.Oldest)
        );
        Check(group, reader);
        reader.Close();
        return group;
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
