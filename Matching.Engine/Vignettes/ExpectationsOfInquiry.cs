using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Vignettes;

/// <content>What is asked after the ranking: less intrusive levels, combinations, the decision.</content>
public abstract partial record Expectation
{
    /// <summary>A less intrusive level than that of the first place could be enough, or could not.</summary>
    public sealed record LevelIsEnough(Level Level, bool IsEnough) : Expectation
    {
        internal const string Enough = "enough",
            NotEnough = "notEnough";

        public override Remark Expected =>
            Remark.Of(IsEnough ? "expect-enough" : "expect-not-enough", ("level", [Terms<Level>.Key(Level)]));

        internal static Expectation? ReadEnough(ExpectationReader reader) =>
            reader.Enum<Level>(Enough) is { } level ? new LevelIsEnough(level, true) : null;

        internal static Expectation? ReadNotEnough(ExpectationReader reader) =>
            reader.Enum<Level>(NotEnough) is { } level ? new LevelIsEnough(level, false) : null;

        internal override Remark? Missed(Observed observed) =>
            observed.Answer.LessIntrusive?.Alternatives.FirstOrDefault(alternative => alternative.Level == Level) switch
            {
                null => Remark.Of("seen-no-verdict", ("level", [Terms<Level>.Key(Level)])),
                { Enough: var enough } when enough == IsEnough => null,
                { Enough: true } => Remark.Of("seen-enough", ("level", [Terms<Level>.Key(Level)])),
                { } not => Remark.Of(
                    "seen-not-enough",
                    ("level", [Terms<Level>.Key(Level)]),
                    ("needs", [.. not.Unmet.Concat(not.Unknown).Select(Terms<Need>.Key)])
                ),
            };
    }

    /// <summary>A place is completed by exactly these services.</summary>
    public sealed record IsCombined(IReadOnlyList<CareService> Services, Placement Place) : Expectation
    {
        internal const string Field = "combination";

        public override Remark Expected =>
            Remark.Of("expect-combination", ("place", [Place.Name]), ("services", [.. Services.Select(service => service.Id)]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (services, place) = (reader.Services(Field), reader.Place(At));
            return services is null || place is null ? null : new IsCombined(services, place);
        }

        internal override Remark? Missed(Observed observed)
        {
            var offers = observed.Answer.Combinations.Offers.Where(offer => offer.PlacementId == Place.Id).ToList();
            if (
                offers.Exists(offer =>
                    offer
                        .Services.Order(StringComparer.Ordinal)
                        .SequenceEqual(Services.Select(service => service.Id).Order(StringComparer.Ordinal))
                )
            )
                return null;
            return offers.Count == 0
                ? Remark.Of("seen-no-combination", ("place", [Place.Name]))
                : Remark.Of(
                    "seen-combinations",
                    ("place", [Place.Name]),
                    ("services", [.. offers.SelectMany(offer => offer.Services).Distinct()])
                );
        }
    }

    /// <summary>Who decides on a place.</summary>
    public sealed record IsDecidedBy(Decider Decider, Placement Place) : Expectation
    {
        internal const string Field = "decidedBy";

        public override Remark Expected => Remark.Of("expect-decider", ("place", [Place.Name]), ("decider", [Terms<Decider>.Key(Decider)]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (decider, place) = (reader.Enum<Decider>(Field), reader.Place(At));
            return decider is { } known && place is not null ? new IsDecidedBy(known, place) : null;
        }

        internal override Remark? Missed(Observed observed) =>
            DecisionOn(observed, Place).DecidedBy is var seen && seen == Decider
                ? null
                : Remark.Of("seen-decider", ("place", [Place.Name]), ("decider", [Terms<Decider>.Key(seen)]));
    }

    /// <summary>A step that is missing before a decision on a place.</summary>
    public sealed record StepIsMissing(Step Step, Placement Place) : Expectation
    {
        internal const string Field = "missingStep";

        public override Remark Expected => Remark.Of("expect-missing-step", ("place", [Place.Name]), ("step", [Terms<Step>.Key(Step)]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (step, place) = (reader.Enum<Step>(Field), reader.Place(At));
            return step is { } known && place is not null ? new StepIsMissing(known, place) : null;
        }

        internal override Remark? Missed(Observed observed) =>
            DecisionOn(observed, Place).MissingSteps is var missing && missing.Contains(Step) ? null
            : missing.Count == 0 ? Remark.Of("seen-no-missing-steps", ("place", [Place.Name]))
            : Remark.Of("seen-missing-steps", ("place", [Place.Name]), ("steps", [.. missing.Select(Terms<Step>.Key)]));
    }

    private static LevelDecision DecisionOn(Observed observed, Placement place) =>
        observed.Answer.Decisions.Single(decision => decision.Level == place.Level);
}
