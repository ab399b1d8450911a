using Matching.Engine.Parsing;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>
/// A fact that people can change. There are no others: never the age, the sex, diagnoses, symptoms, history, wishes, grounds or decider. A
/// child's wish is not to be argued away, and a
/// ground is not there to be found because a place needs one.
/// </summary>
internal sealed class ChangeableFact
{
    /// <summary>What can come while a child is helped. Cognition does not.</summary>
    private static readonly ProtectiveFactor[] ThatCanCome =
    [
        ProtectiveFactor.SupportiveAdult,
        ProtectiveFactor.SchoolAttachment,
        ProtectiveFactor.ProsocialFriends,
        ProtectiveFactor.TreatmentMotivation,
        ProtectiveFactor.LeisureActivity,
    ];

    /// <summary>Where a profile states conflicts.</summary>
    internal const string ConflictsPath = "conflicts";

    private readonly Func<ChildProfile, FactValue> _read;
    private readonly Func<ChildProfile, IEnumerable<Func<ChildProfile, ChildProfile>>> _levers;
    private readonly bool _inSteps;

    private ChangeableFact(
        string path,
        Func<ChildProfile, FactValue> read,
        Func<ChildProfile, IEnumerable<Func<ChildProfile, ChildProfile>>> interventions,
        bool inSteps = false
    ) => (Path, _read, _levers, _inSteps) = (path, read, interventions, inSteps);

    /// <summary>Every changeable fact, in the order of the contract.</summary>
    public static IReadOnlyList<ChangeableFact> All { get; } =
    [
        new("child.schoolAttendance", profile => Word(profile.SchoolAttendance), BetterAttendance, inSteps: true),
        new(
            "child.networkCarer",
            profile => Word(profile.NetworkCarer),
            profile =>
                profile.NetworkCarer == NetworkCarer.Identified ? [] : [changed => changed with { NetworkCarer = NetworkCarer.Identified }]
        ),
        new("child.protectiveFactors", profile => Words(profile.ProtectiveFactors), MoreFactors),
        new(
            ConflictsPath,
            profile => profile.Conflicts is { } conflicts ? new FactValue.Conflicts(conflicts) : new FactValue.Unknown(),
            SolvedConflicts
        ),
        new("legal.stepsTaken", profile => Words(profile.Legal.StepsTaken), StepsToTake),
    ];

    /// <summary>The path in a request.</summary>
    public string Path { get; }

    /// <summary>The value a profile has.</summary>
    public FactValue Read(ChildProfile profile) => _read(profile);

    /// <summary>What can be brought about, one thing at a time.</summary>
    public IEnumerable<Intervention> Interventions(ChildProfile profile) =>
        _levers(profile).Select((pull, position) => new Intervention(this, pull, _inSteps && position > 0));

    /// <summary>
    /// Whether some value of the fact points to a need; otherwise it changes no score through needs, and no gate that asks about needs.
    /// Conflicts that are known point to none.
    /// </summary>
    public bool PointsToNeeds(CriteriaSet criteria) =>
        Path != ConflictsPath && Terms<Need>.All.Any(need => criteria.CanPointTo(Path, need));

    private static IEnumerable<Func<ChildProfile, ChildProfile>> BetterAttendance(ChildProfile profile) =>
        Enumerable.Repeat<Func<ChildProfile, ChildProfile>>(
            changed => changed with { SchoolAttendance = changed.SchoolAttendance - 1 },
            profile.SchoolAttendance is { } attendance ? Terms<SchoolAttendance>.Position(attendance) : 0
        );

    private static IEnumerable<Func<ChildProfile, ChildProfile>> MoreFactors(ChildProfile profile) =>
        profile.ProtectiveFactors is null
            ? []
            : ThatCanCome
                .Except(profile.ProtectiveFactors)
                .Select<ProtectiveFactor, Func<ChildProfile, ChildProfile>>(factor =>
                    changed => changed with { ProtectiveFactors = [.. changed.ProtectiveFactors!, factor] }
                );

    private static IEnumerable<Func<ChildProfile, ChildProfile>> SolvedConflicts(ChildProfile profile) =>
        (profile.Conflicts ?? [])
            .Distinct()
            .Select<Conflict, Func<ChildProfile, ChildProfile>>(conflict =>
                changed => changed with { Conflicts = [.. changed.Conflicts!.Where(other => other != conflict)] }
            );

    private static IEnumerable<Func<ChildProfile, ChildProfile>> StepsToTake(ChildProfile profile) =>
        Terms<Step>
            .All.Except(profile.Legal.StepsTaken ?? [])
            .Select<Step, Func<ChildProfile, ChildProfile>>(step =>
                changed => changed with { Legal = changed.Legal with { StepsTaken = [.. changed.Legal.StepsTaken ?? [], step] } }
            );

    private static FactValue Word<T>(T? value)
        where T : struct, Enum => value is { } known ? new FactValue.Word(Terms<T>.Text(known)) : new FactValue.Unknown();

    private static FactValue Words<T>(IReadOnlyList<T>? values)
        where T : struct, Enum => values is null ? new FactValue.Unknown() : new FactValue.Words([.. values.Select(Terms<T>.Text)]);
}

/// <summary>One thing that can be brought about: a change is made of one or several.</summary>
/// <param name="Fact">The fact it changes.</param>
/// <param name="Pull">The profile once it has been.</param>
/// <param name="AfterTheOneBefore">Whether it can only follow the lever before it.</param>
internal sealed record Intervention(ChangeableFact Fact, Func<ChildProfile, ChildProfile> Pull, bool AfterTheOneBefore)
{
    /// <summary>The most levers that sets can be made of; a profile with every list full has fewer.</summary>
    public const int Most = 127;

    /// <summary>What a profile and levers amount to.</summary>
    public static ChildProfile PullAll(ChildProfile profile, IEnumerable<Intervention> interventions) =>
        interventions.Aggregate(profile, (changed, intervention) => intervention.Pull(changed));

    /// <summary>The levers as changes of facts, one for each fact.</summary>
    public static IEnumerable<FactChange> ChangesBy(IReadOnlyCollection<Intervention> interventions, ChildProfile profile)
    {
        var changed = PullAll(profile, interventions);
        return ChangeableFact
            .All.Where(fact => interventions.Any(intervention => intervention.Fact == fact))
            .Select(fact => new FactChange(fact.Path, fact.Read(profile), fact.Read(changed)));
    }

    /// <summary>
    /// Every set of so many of some levers, as bits, in a fixed order; a lever that follows another only together with it. What it takes
    /// rests on how many sets there are of that size, not on how many there are at all.
    /// </summary>
    /// <param name="interventions">The levers, at most <see cref="Most"/>.</param>
    /// <param name="size">How many of them.</param>
    /// <exception cref="ArgumentException">There are more levers than a set has bits for.</exception>
    public static IEnumerable<UInt128> SetsOf(IReadOnlyList<Intervention> interventions, int size)
    {
        if (interventions.Count > Most)
            throw new ArgumentException($"must be at most {Most}", nameof(interventions));
        if (size > interventions.Count)
            yield break;
        var following = UInt128.Zero;
        for (var bit = 0; bit < interventions.Count; bit++)
            following |= interventions[bit].AfterTheOneBefore ? UInt128.One << bit : 0;
        var end = UInt128.One << interventions.Count;
        var set = (UInt128.One << size) - 1;
        do
        {
            if ((set & following & ~(set << 1)) == 0)
                yield return set;
            set = set == 0 ? end : NextOfThatSize(set);
        } while (set < end);
    }

    /// <summary>The next higher number with as many bits set (R. W. Gosper, HAKMEM item 175).</summary>
    private static UInt128 NextOfThatSize(UInt128 set)
    {
        var lowest = set & (~set + 1);
        var higher = set + lowest;
        return (higher ^ set) >> (2 + (int)UInt128.TrailingZeroCount(set)) | higher;
    }

    /// <summary>The levers behind the bits.</summary>
    public static IEnumerable<Intervention> Chosen(IReadOnlyList<Intervention> interventions, UInt128 set) =>
        interventions.Where((_, bit) => (set >> bit & 1) != 0);
}
