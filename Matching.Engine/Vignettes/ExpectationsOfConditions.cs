using Matching.Engine.Placements;

namespace Matching.Engine.Vignettes;

/// <content>What must be met before a place can be used.</content>
public abstract partial record Expectation
{
    /// <summary>A place is possible, on this condition among others.</summary>
    public sealed record OnCondition(string Code, Placement Place) : Expectation
    {
        internal const string Field = "condition";

        public override Remark Expected => Remark.Of("expect-condition", ("place", [Place.Name]), ("condition", [Words.Condition(Code)]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (code, place) = (reader.Condition(Field), reader.Place(At));
            return code is null || place is null ? null : new OnCondition(code, place);
        }

        internal override Remark? Missed(Observed observed) =>
            observed.At(Place).Rank is null ? observed.EligibilityStatus(Place)
            : observed.Conditions(Place).Contains(Code) ? null
            : SeenConditions(observed, Place);
    }

    /// <summary>A place is neither excluded for this reason nor possible only on this condition.</summary>
    public sealed record NotOnCondition(string Code, Placement Place) : Expectation
    {
        internal const string Field = "noCondition";

        public override Remark Expected =>
            Remark.Of("expect-no-condition", ("place", [Place.Name]), ("condition", [Words.Condition(Code)]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (code, place) = (reader.Condition(Field), reader.Place(At));
            return code is null || place is null ? null : new NotOnCondition(code, place);
        }

        internal override Remark? Missed(Observed observed) =>
            observed.Refusals(Place).Contains(Code) ? observed.EligibilityStatus(Place)
            : observed.Conditions(Place).Contains(Code) ? SeenConditions(observed, Place)
            : null;
    }

    private static Remark SeenConditions(Observed observed, Placement place) =>
        observed.Conditions(place).ToList() is { Count: > 0 } codes
            ? Remark.Of("seen-conditions", ("place", [place.Name]), ("conditions", [.. codes.Select(Words.Condition)]))
            : Remark.Of("seen-no-conditions", ("place", [place.Name]));
}
