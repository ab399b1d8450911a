using System.Text;
using System.Text.Json.Nodes;
using Matching.Api.Placements;
using Matching.Api.Storage;
using Matching.Engine.Inquiry;
using Matching.Engine.Placements;
using NUnit.Framework;

namespace Matching.Tests.Api.Placements;

/// <summary>
/// Two reports that meet on their way to the log: the one of the later day is in force, whichever is written last. What was recorded before
/// that rule stands as it was ranked by.
/// </summary>
public sealed class OlderReportTests
{
    const string Recorded = "2026-11-23T09:00:00.000Z";
    static readonly DateOnly Day = new(2026, 11, 22);

    [TestCase(0, 2, true)]
    [TestCase(-1, 1, true)]
    [TestCase(-1, 2, false)]
    public void An_older_report_written_last_replaces_nothing_since_that_is_the_rule(int days, int schema, bool isInForce)
    {
        var projection = new PlacementStateProjection();
        projection.Apply(Beds(1, Day, 4, schema));
        projection.Apply(Beds(2, Day.AddDays(days), 1, schema));
        projection.Apply(Group(3, Day, 4, schema));
        projection.Apply(Group(4, Day.AddDays(days), 1, schema));

        var expected = isInForce ? 1 : 4;
        Assert.That(projection.Current.Availability["nexus"].FreePlaces, Is.EqualTo(expected));
        Assert.That(projection.Current.PeerGroups["nexus"].Residents, Is.EqualTo(expected));
        Assert.That(projection.Current.Sequence, Is.EqualTo(4), "it is part of the state all the same");
    }

    [Test]
    public void One_that_spoke_of_a_day_ahead_is_replaced_by_any()
    {
        var projection = new PlacementStateProjection();
        projection.Apply(Beds(1, Day.AddDays(100), 4, schema: 1));
        projection.Apply(Beds(2, Day, 1, schema: 2));

        Assert.That(projection.Current.Availability["nexus"], Is.EqualTo(new Availability(1, Day)));
    }

    static ProjectionEntry Beds(long sequence, DateOnly day, int free, int schema) =>
        Entry(sequence, LogKinds.Availability, PlacementStateProjection.Payload("nexus", new Availability(free, day)), schema);

    static ProjectionEntry Group(long sequence, DateOnly day, int residents, int schema) =>
        Entry(
            sequence,
            LogKinds.PeerGroup,
            PlacementStateProjection.Payload("nexus", new PeerGroup(day, residents, null, null, null, null, null)),
            schema
        );

    static ProjectionEntry Entry(long sequence, string kind, byte[] payload, int schema)
    {
        var json = JsonNode.Parse(payload)!;
        json["schema"] = schema;
        return new ProjectionEntry(sequence, "", kind, Recorded, "local", null, Encoding.UTF8.GetBytes(json.ToJsonString()));
    }
}
