using Matching.Engine.Parsing;

namespace Matching.Engine.Vignettes;

/// <summary>
/// One thing that must hold of the answer to a case. Each kind is a small case of this record, with how it is read, what it says, and how
/// it is held against an
/// answer; to add a kind, write its case and name its field in <see cref="Kinds"/>.
/// </summary>
public abstract partial record Expectation
{
    /// <summary>Every kind, by the field that marks it.</summary>
    private static readonly (string Field, Func<ExpectationReader, Expectation?> Read)[] Kinds =
    [
        (First.Field, First.Read),
        (AmongFirst.Field, AmongFirst.Read),
        (Above.Field, Above.Read),
        (Possible.Field, Possible.Read),
        (Excluded.Field, Excluded.Read),
        (BestAvailable.Field, BestAvailable.Read),
        (OnCondition.Field, OnCondition.Read),
        (NotOnCondition.Field, NotOnCondition.Read),
        (FirstLevel.Exactly, FirstLevel.ReadExactly),
        (FirstLevel.AtMost, FirstLevel.ReadAtMost),
        (FirstLevel.AtLeast, FirstLevel.ReadAtLeast),
        (HasNeed.Field, HasNeed.Read),
        (Met.Field, Met.Read),
        (Unmet.Field, Unmet.Read),
        (SpeaksFor.Field, SpeaksFor.Read),
        (SpeaksAgainst.Field, SpeaksAgainst.Read),
        (LevelIsEnough.Enough, LevelIsEnough.ReadEnough),
        (LevelIsEnough.NotEnough, LevelIsEnough.ReadNotEnough),
        (IsCombined.Field, IsCombined.Read),
        (IsDecidedBy.Field, IsDecidedBy.Read),
        (StepIsMissing.Field, StepIsMissing.Read),
        (StepIsLater.Field, StepIsLater.Read),
        (HasReminder.Field, HasReminder.Read),
        (NoReminder.Field, NoReminder.Read),
        (HasNotice.Field, HasNotice.Read),
        (NoNotice.Field, NoNotice.Read),
        (Gap.Field, Gap.Read),
        (NoGap.Field, NoGap.Read),
    ];

    private Expectation() { }

    /// <summary>The fields that mark a kind, one for each.</summary>
    public static IReadOnlyList<string> Fields { get; } = [.. Kinds.Select(kind => kind.Field)];

    /// <summary>What is expected.</summary>
    public abstract Remark Expected { get; }

    /// <summary>What was seen instead; null when the answer is as expected.</summary>
    internal abstract Remark? Missed(Observed observed);

    /// <summary>Reads one expectation; null, with every fault noted, when it cannot be used.</summary>
    public static Expectation? Read(ObjectReader reader, ExpectationWords words)
    {
        var kinds = Kinds.Where(kind => reader.Has(kind.Field)).ToList();
        if (kinds is [var kind])
            return kind.Read(new ExpectationReader(reader, words));
        foreach (var (field, _) in kinds)
        {
            reader.Raw(field);
            reader.Fault(field, "stands beside another expectation; give each its own object");
        }
        if (kinds.Count == 0)
            reader.FaultHere($"must hold one of: {string.Join(", ", Fields)}");
        return null;
    }
}
