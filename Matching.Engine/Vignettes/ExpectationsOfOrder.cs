using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Engine.Vignettes;

/// <content>Which places are possible, and in which order.</content>
public abstract partial record Expectation
{
    private const string At = "at";

    /// <summary>A place comes first.</summary>
    public sealed record First(Placement Place) : Expectation
    {
        internal const string Field = "first";

        public override Remark Expected => Remark.Of("expect-first", ("place", [Place.Name]));

        internal static Expectation? Read(ExpectationReader reader) => reader.Place(Field) is { } place ? new First(place) : null;

        internal override Remark? Missed(Observed observed) =>
            observed.First is not { } first ? Remark.Of("seen-none-possible")
            : first == Place ? null
            : observed.At(Place).Rank is { } rank
                ? Remark.Of("seen-first", ("first", [first.Name]), ("place", [Place.Name]), ("rank", [Observed.Number(rank)]))
            : observed.EligibilityStatus(Place);
    }

    /// <summary>A place is one of the first so many.</summary>
    public sealed record AmongFirst(int Count, Placement Place) : Expectation
    {
        internal const string Field = "amongFirst";
        private const int Most = 50;

        public override Remark Expected => Remark.Of("expect-among-first", ("place", [Place.Name]), ("count", [Observed.Number(Count)]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (count, place) = (reader.Integer(Field, 2, Most), reader.Place("place"));
            return count is { } known && place is not null ? new AmongFirst(known, place) : null;
        }

        internal override Remark? Missed(Observed observed) => observed.At(Place).Rank <= Count ? null : observed.EligibilityStatus(Place);
    }

    /// <summary>Places are all possible and stand in this order, best first; others may stand between them.</summary>
    public sealed record Above(IReadOnlyList<Placement> Places) : Expectation
    {
        internal const string Field = "above";

        public override Remark Expected => Remark.Of("expect-above", ("places", [.. Places.Select(place => place.Name)]));

        internal static Expectation? Read(ExpectationReader reader) => reader.Places(Field) is { } places ? new Above(places) : null;

        internal override Remark? Missed(Observed observed)
        {
            if (Places.FirstOrDefault(place => observed.At(place).Rank is null) is { } excluded)
                return observed.EligibilityStatus(excluded);
            var seen = Places.OrderBy(place => observed.At(place).Rank).ToList();
            return seen.SequenceEqual(Places) ? null : Remark.Of("seen-order", ("places", [.. seen.Select(place => place.Name)]));
        }
    }

    /// <summary>A place is ranked, on conditions or without.</summary>
    public sealed record Possible(Placement Place) : Expectation
    {
        internal const string Field = "possible";

        public override Remark Expected => Remark.Of("expect-possible", ("place", [Place.Name]));

        internal static Expectation? Read(ExpectationReader reader) => reader.Place(Field) is { } place ? new Possible(place) : null;

        internal override Remark? Missed(Observed observed) => observed.At(Place).Rank is null ? observed.EligibilityStatus(Place) : null;
    }

    /// <summary>A place is excluded; with a code, for that reason among others.</summary>
    public sealed record Excluded(Placement Place, string? Because) : Expectation
    {
        internal const string Field = "excluded";

        public override Remark Expected =>
            Because is null
                ? Remark.Of("expect-excluded", ("place", [Place.Name]))
                : Remark.Of("expect-excluded-because", ("place", [Place.Name]), ("condition", [Words.Condition(Because)]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (place, because) = (reader.Place(Field), reader.Condition("because", optional: true));
            return place is null ? null : new Excluded(place, because);
        }

        internal override Remark? Missed(Observed observed) =>
            observed.At(Place).Rank is null && (Because is null || observed.Refusals(Place).Contains(Because))
                ? null
                : observed.EligibilityStatus(Place);
    }

    /// <summary>A place is the best one with a free bed.</summary>
    public sealed record BestAvailable(Placement Place) : Expectation
    {
        internal const string Field = "bestAvailable";

        public override Remark Expected => Remark.Of("expect-best-available", ("place", [Place.Name]));

        internal static Expectation? Read(ExpectationReader reader) => reader.Place(Field) is { } place ? new BestAvailable(place) : null;

        internal override Remark? Missed(Observed observed) =>
            observed.Answer.Placements.FirstOrDefault(placement => placement.BestAvailable) is not { } best
                ? Remark.Of("seen-none-available")
            : observed.PlacementOf(best) is var seen && seen == Place ? null
            : Remark.Of("seen-best-available", ("place", [seen.Name]));
    }

    /// <summary>The level of the first place, exactly or on one side of a step of the ladder.</summary>
    public sealed record FirstLevel(Level Level, string Bound) : Expectation
    {
        internal const string Exactly = "level",
            AtMost = "levelAtMost",
            AtLeast = "levelAtLeast";

        public override Remark Expected =>
            Remark.Of(
                Bound switch
                {
                    AtMost => "expect-level-at-most",
                    AtLeast => "expect-level-at-least",
                    _ => "expect-level",
                },
                ("level", [Terms<Level>.Key(Level)])
            );

        internal static Expectation? ReadExactly(ExpectationReader reader) => Read(reader, Exactly);

        internal static Expectation? ReadAtMost(ExpectationReader reader) => Read(reader, AtMost);

        internal static Expectation? ReadAtLeast(ExpectationReader reader) => Read(reader, AtLeast);

        internal override Remark? Missed(Observed observed)
        {
            if (observed.First is not { } first)
                return Remark.Of("seen-none-possible");
            var holds = Bound switch
            {
                AtMost => first.Level <= Level,
                AtLeast => first.Level >= Level,
                _ => first.Level == Level,
            };
            return holds ? null : Remark.Of("seen-level", ("place", [first.Name]), ("level", [Terms<Level>.Key(first.Level)]));
        }

        private static FirstLevel? Read(ExpectationReader reader, string bound) =>
            reader.Enum<Level>(bound) is { } level ? new FirstLevel(level, bound) : null;
    }
}
