using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class TrackGateTests
{
    [TestCase(null, Decider.Administration, Track.Social)]
    [TestCase(null, null, Track.Social)]
    [TestCase(Ground.SecureDanger, Decider.Committee, Track.Social)]
    [TestCase(Ground.SecureDanger, Decider.YouthCrimeBoard, Track.YouthCrimeBoard)]
    [TestCase(Ground.RemandSurrogate, Decider.Court, Track.Remand)]
    [TestCase(Ground.RemandSurrogate, null, Track.Remand)]
    [TestCase(Ground.Sentence, Decider.Court, Track.Sentence)]
    [TestCase(Ground.YouthSanction, Decider.Court, Track.YouthSanction)]
    public void A_child_comes_on_the_track_of_the_decision(Ground? ground, Decider? decider, Track track)
    {
        var child = A.Child() with { Legal = new LegalPosition(ground is { } given ? [given] : [], decider, []) };

        Assert.That(Open(child, [track]), Is.Empty, "approved for the track alone");
        Assert.That(
            Open(child, [.. Terms<Track>.All.Except([track])]),
            Is.EqualTo(["!track-outside-approval"]),
            "approved for all but the track"
        );
    }

    [Test]
    public void On_two_tracks_the_place_has_to_be_approved_for_both()
    {
        var child = A.Child() with { Legal = new LegalPosition([Ground.RemandSurrogate, Ground.Sentence], Decider.Court, []) };

        Assert.That(Open(child, [Track.Remand]), Is.EqualTo(["!track-outside-approval"]));
        Assert.That(Open(child, [Track.Remand, Track.Sentence]), Is.Empty);
    }

    private static string[] Open(ChildProfile child, Track[] tracks) =>
        GateFindings.Of(new TrackGate(), child, A.Place(Level.Secure) with { Tracks = tracks });
}
