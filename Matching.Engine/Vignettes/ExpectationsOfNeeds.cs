using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Vignettes;

/// <content>What the child needs, what a place can meet, and what gives points.</content>
public abstract partial record Expectation
{
    /// <summary>The child has a need of this strength; <see cref="NeedStrength.None"/> when nothing known points to it.</summary>
    public sealed record HasNeed(Need Need, NeedStrength Strength) : Expectation
    {
        internal const string Field = "need";

        public override Remark Expected =>
            Remark.Of("expect-need", ("need", [Terms<Need>.Key(Need)]), ("strength", [Terms<NeedStrength>.Key(Strength)]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (need, strength) = (reader.Enum<Need>(Field), reader.Enum<NeedStrength>("strength"));
            return need is { } known && strength is { } strong ? new HasNeed(known, strong) : null;
        }

        internal override Remark? Missed(Observed observed)
        {
            var seen = StrengthOf(observed, Need);
            return seen == Strength
                ? null
                : Remark.Of("seen-need", ("need", [Terms<Need>.Key(Need)]), ("strength", [Terms<NeedStrength>.Key(seen)]));
        }
    }

    /// <summary>The child has a need that a place is known to meet.</summary>
    public sealed record Met(Need Need, Placement Place) : Expectation
    {
        internal const string Field = "met";

        public override Remark Expected => Remark.Of("expect-met", ("need", [Terms<Need>.Key(Need)]), ("place", [Place.Name]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (need, place) = (reader.Enum<Need>(Field), reader.Place(At));
            return need is { } known && place is not null ? new Met(known, place) : null;
        }

        internal override Remark? Missed(Observed observed) =>
            StrengthOf(observed, Need) == NeedStrength.None ? Absent(Need)
            : Place.Capability(Need).Value is null
                ? Remark.Of("seen-capability-not-known", ("place", [Place.Name]), ("need", [Terms<Need>.Key(Need)]))
            : observed.At(Place).UnmetNeeds.Contains(Need) ? SeenUnmet(observed, Place)
            : null;
    }

    /// <summary>The child has a need that a place is known not to meet.</summary>
    public sealed record Unmet(Need Need, Placement Place) : Expectation
    {
        internal const string Field = "unmet";

        public override Remark Expected => Remark.Of("expect-unmet", ("need", [Terms<Need>.Key(Need)]), ("place", [Place.Name]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (need, place) = (reader.Enum<Need>(Field), reader.Place(At));
            return need is { } known && place is not null ? new Unmet(known, place) : null;
        }

        internal override Remark? Missed(Observed observed) =>
            observed.At(Place).UnmetNeeds.Contains(Need) ? null
            : StrengthOf(observed, Need) == NeedStrength.None ? Absent(Need)
            : SeenUnmet(observed, Place);
    }

    /// <summary>A criterion gives a place points.</summary>
    public sealed record SpeaksFor(string Criterion, Placement Place) : Expectation
    {
        internal const string Field = "speaksFor";

        public override Remark Expected =>
            Remark.Of("expect-speaks-for", ("criterion", [Words.Criterion(Criterion)]), ("place", [Place.Name]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (criterion, place) = (reader.Criterion(Field), reader.Place(At));
            return criterion is null || place is null ? null : new SpeaksFor(criterion, place);
        }

        internal override Remark? Missed(Observed observed) => MissedPoints(observed, Criterion, Place, sign: 1);
    }

    /// <summary>A criterion costs a place points.</summary>
    public sealed record SpeaksAgainst(string Criterion, Placement Place) : Expectation
    {
        internal const string Field = "speaksAgainst";

        public override Remark Expected =>
            Remark.Of("expect-speaks-against", ("criterion", [Words.Criterion(Criterion)]), ("place", [Place.Name]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (criterion, place) = (reader.Criterion(Field), reader.Place(At));
            return criterion is null || place is null ? null : new SpeaksAgainst(criterion, place);
        }

        internal override Remark? Missed(Observed observed) => MissedPoints(observed, Criterion, Place, sign: -1);
    }

    private static Remark? MissedPoints(Observed observed, string criterion, Placement place, int sign)
    {
        if (observed.At(place).Rank is null)
            return observed.EligibilityStatus(place);
        var points = observed
            .At(place)
            .Contributions.Where(contribution => contribution.Criterion == criterion)
            .Sum(contribution => contribution.Points);
        return Math.Sign(points) == sign
            ? null
            : Remark.Of(
                Math.Sign(points) switch
                {
                    0 => "seen-no-points",
                    > 0 => "seen-speaks-for",
                    < 0 => "seen-speaks-against",
                },
                ("criterion", [Words.Criterion(criterion)]),
                ("place", [place.Name])
            );
    }

    private static NeedStrength StrengthOf(Observed observed, Need need) =>
        observed.Answer.Needs.FirstOrDefault(finding => finding.Need == need) is NeedFinding found ? found.Strength : NeedStrength.None;

    private static Remark Absent(Need need) =>
        Remark.Of("seen-need", ("need", [Terms<Need>.Key(need)]), ("strength", [Terms<NeedStrength>.Key(NeedStrength.None)]));

    private static Remark SeenUnmet(Observed observed, Placement place) =>
        observed.At(place).UnmetNeeds is { Count: > 0 } unmet
            ? Remark.Of("seen-unmet", ("place", [place.Name]), ("needs", [.. unmet.Select(Terms<Need>.Key)]))
            : Remark.Of("seen-all-met", ("place", [place.Name]));
}
