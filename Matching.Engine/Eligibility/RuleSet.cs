using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>
/// Where a rule is written, whether it has been checked there, and when it applies (<c>To</c> not included; null = until further notice).
/// </summary>
/// <param name="Disputed">True where sources say different things.</param>
public sealed record Authority(string Source, bool Verified, DateOnly From, DateOnly? To, bool Disputed = false)
{
    /// <summary>The name of the line in its document; empty in documents of before lines had one.</summary>
    public string Id { get; init; } = "";

    /// <summary>
    /// The names of the acts whose wording was read for the line; empty where it rests on something else, or in documents of before.
    /// </summary>
    public IReadOnlyList<string> Acts { get; init; } = [];

    /// <summary>Whether a lawyer has checked the line; null in documents of before that was said.</summary>
    public bool? LegallyReviewed { get; init; }

    /// <summary>Whether the rule applies on a day.</summary>
    public bool AppliesOn(DateOnly day) => day >= From && (To is null || day < To);
}

/// <summary>An act as it was read: its title, the wording (number and date), the day it was read, and where.</summary>
public sealed record LegalAct(string Id, string Title, string Wording, DateOnly Read, string Where);

/// <summary>When a child born on 29 February turns a year older in other years.</summary>
public sealed record BirthdayRule(LeapDayBirthday LeapDay, Authority Authority);

/// <summary>The age in whole years at which a child comes of age, and a placement of a child ends.</summary>
public sealed record MajorityRule(int Age, Authority Authority);

/// <summary>The levels a ground opens.</summary>
public sealed record GroundRule(Ground Ground, IReadOnlyList<Level> Opens, Authority Authority)
{
    /// <summary>Grounds of which one has to be there beside it; null where it stands alone.</summary>
    public GroundBeside? Beside { get; init; }
}

/// <summary>At certain levels, one of these grounds has to be there too.</summary>
public sealed record GroundBeside(IReadOnlyList<Level> Levels, IReadOnlyList<Ground> Grounds);

/// <summary>Who may give a ground to a child of what age (whole years, both ends included). No rule: that decider cannot give it.</summary>
public sealed record DeciderRule(Ground Ground, Decider Decider, AgeRange Ages, Authority Authority)
{
    /// <summary>The age in whole years from which a younger child can have the ground by dispensation; null where there is none.</summary>
    public int? DispensationFromAge { get; init; }

    /// <summary>
    /// Who decided before, where this decider acts within that decision only and gives the ground to nobody who has it not; null where it
    /// gives the ground itself.
    /// </summary>
    public Decider? Within { get; init; }

    /// <summary>Whether a child of an age is below the ages, and can have the ground by dispensation.</summary>
    public bool Dispenses(int ageYears) => DispensationFromAge is { } from && ageYears >= from && ageYears < Ages.Min;
}

/// <summary>Who decides at certain levels as long as no ground opens them: on consent, or by giving a ground.</summary>
public sealed record CompetenceRule(Decider Decider, IReadOnlyList<Level> Levels, Authority Authority);

/// <summary>When in the course of a decision a step belongs.</summary>
public enum StepPhase
{
    Before,
    After,
}

/// <summary>A step that a decision at certain levels, by certain deciders, for a child from a certain age, needs.</summary>
/// <param name="Consent">True for a consent: needed only where no ground replaces it.</param>
public sealed record StepRule(
    Step Step,
    StepPhase Phase,
    bool Consent,
    int MinimumAge,
    IReadOnlyList<Level> Levels,
    IReadOnlyList<Decider> Deciders,
    Authority Authority
)
{
    /// <summary>The oldest age in whole years that it is asked for at.</summary>
    public int MaximumAge { get; init; } = Age.Oldest;

    /// <summary>The tracks of cases it belongs to; empty for every one.</summary>
    public IReadOnlyList<Track> Tracks { get; init; } = [];

    /// <summary>A step that does as well; null where none does.</summary>
    public Step? ReplacedBy { get; init; }

    /// <summary>
    /// In acute cases it need not come before the decision, but may be taken alongside; it then stands among what follows.
    /// </summary>
    public bool AlongsideWhenAcute { get; init; }

    /// <summary>When the case calls for it; null = always.</summary>
    public CaseTrait? When { get; init; }
}

/// <summary>A provisional decision that another body has to confirm within a number of days.</summary>
public sealed record ConfirmationRule(Decider Decider, int WithinDays, Authority Authority)
{
    /// <summary>How many months the decision stands for once confirmed; null where the rules do not say.</summary>
    public int? ValidMonths { get; init; }
}

/// <summary>For how long a place that is not approved may be used where the need is acute and no approved place is found.</summary>
/// <param name="Weeks">Whole weeks.</param>
/// <param name="MoreWeeks">Whole weeks more, if the supervision allows it for special reasons.</param>
public sealed record UnapprovedRule(IReadOnlyList<Level> Levels, int Weeks, int MoreWeeks, Authority Authority);

/// <summary>What a conflict or a circumstance does to a place.</summary>
public enum RuleEffect
{
    /// <summary>The place is not possible.</summary>
    Exclude,

    /// <summary>The place is possible once it is settled.</summary>
    Condition,
}

/// <summary>What a conflict at a place means at certain levels and on certain tracks.</summary>
public sealed record ConflictRule(
    ConflictReason Reason,
    RuleEffect Effect,
    IReadOnlyList<Level> Levels,
    IReadOnlyList<Track> Tracks,
    Authority Authority
);

/// <summary>A number the law sets, such as the days of a detention; shown where it matters, never guessed.</summary>
/// <param name="Levels">The levels it holds at; empty for a limit that is asked for by its code.</param>
public sealed record LegalLimit(string Code, int Value, string Unit, IReadOnlyList<Level> Levels, Authority Authority);

/// <summary>How long a stay on a ground, at certain levels, of a child of certain ages may last.</summary>
/// <param name="Months">Whole months until a new decision is needed.</param>
/// <param name="LongestMonths">Whole months with every extension; null where extensions have no limit.</param>
/// <param name="PausedByAbsence">Whether absence of more than a day does not count.</param>
public sealed record DurationRule(
    Ground Ground,
    IReadOnlyList<Level> Levels,
    AgeRange Ages,
    int Months,
    int? LongestMonths,
    bool PausedByAbsence,
    Authority Authority
);

/// <summary>How the decisions of certain deciders, at certain levels, are appealed.</summary>
/// <param name="CustodyHolder">Whether the custody holder can appeal.</param>
/// <param name="ChildFromAge">Whole years from which the child can appeal too.</param>
/// <param name="Suspends">Whether the decision waits for the appeal; null when not known.</param>
public sealed record AppealRule(
    IReadOnlyList<Decider> Deciders,
    IReadOnlyList<Level> Levels,
    AppealBody Body,
    int WithinDays,
    bool CustodyHolder,
    int ChildFromAge,
    bool? Suspends,
    Authority Authority
);

/// <summary>What someone may do in the child's case, or whom they may turn to.</summary>
public enum LegalRight
{
    BeHeard,
    Companion,
    FreeLawyer,
    DefenceLawyer,
    SeeCase,
    Helpline,
}

/// <summary>Who holds a right.</summary>
public enum RightHolder
{
    Child,
    Parents,
}

/// <summary>A right in cases about certain levels, decided by certain deciders.</summary>
/// <param name="MinimumAge">The child's age in whole years from which it holds.</param>
public sealed record RightRule(
    LegalRight Right,
    RightHolder Holder,
    int MinimumAge,
    IReadOnlyList<Level> Levels,
    IReadOnlyList<Decider> Deciders,
    Authority Authority
);

/// <summary>Every rule with its dates, as loaded. Ask <see cref="InForce"/> for the rules of a day.</summary>
public sealed record RuleSet(
    string Version,
    IReadOnlyList<BirthdayRule> Birthdays,
    IReadOnlyList<GroundRule> Grounds,
    IReadOnlyList<DeciderRule> Deciders,
    IReadOnlyList<StepRule> Steps,
    IReadOnlyList<ConfirmationRule> Confirmations,
    IReadOnlyList<ConflictRule> Conflicts,
    IReadOnlyList<LegalLimit> Limits,
    IReadOnlyList<DurationRule> Durations,
    IReadOnlyList<AppealRule> Appeals,
    IReadOnlyList<RightRule> Rights,
    IReadOnlyList<CircumstanceRule> Circumstances,
    IReadOnlyList<MajorityRule> Majorities,
    IReadOnlyList<CompetenceRule> Competences
)
{
    /// <summary>What else the law asks; empty in documents of before there were any.</summary>
    public IReadOnlyList<ReminderRule> Reminders { get; init; } = [];

    /// <summary>When a place that is not approved may be used; empty in documents of before that was said.</summary>
    public IReadOnlyList<UnapprovedRule> Unapproved { get; init; } = [];

    /// <summary>The acts that were read; empty in documents of before they were named.</summary>
    public IReadOnlyList<LegalAct> Acts { get; init; } = [];

    /// <summary>Whether lines in force say of themselves that no lawyer has checked them.</summary>
    public bool AwaitsLawyer { get; init; }

    /// <summary>The first day on which there are rules.</summary>
    public DateOnly FirstDay => Grounds.Min(rule => rule.Authority.From);

    /// <summary>What every line rests on, in the order of the lists.</summary>
    public IEnumerable<Authority> Authorities =>
        [
            .. Birthdays.Select(rule => rule.Authority),
            .. Grounds.Select(rule => rule.Authority),
            .. Deciders.Select(rule => rule.Authority),
            .. Steps.Select(rule => rule.Authority),
            .. Confirmations.Select(rule => rule.Authority),
            .. Conflicts.Select(rule => rule.Authority),
            .. Limits.Select(rule => rule.Authority),
            .. Durations.Select(rule => rule.Authority),
            .. Appeals.Select(rule => rule.Authority),
            .. Rights.Select(rule => rule.Authority),
            .. Circumstances.Select(rule => rule.Authority),
            .. Majorities.Select(rule => rule.Authority),
            .. Competences.Select(rule => rule.Authority),
            .. Reminders.Select(rule => rule.Authority),
            .. Unapproved.Select(rule => rule.Authority),
        ];

    private Dated? _lastAsked;

    /// <summary>The rules that apply on a day. Nearly every case asks about today, so the last answer is kept.</summary>
    public RuleSet InForce(DateOnly day)
    {
        if (_lastAsked is { } last && last.Day == day)
            return last.Rules;
        var rules = Select(day);
        _lastAsked = new Dated(day, rules);
        return rules;
    }

    private RuleSet Select(DateOnly day) =>
        this with
        {
            _lastAsked = null,
            Birthdays = [.. Birthdays.Where(rule => rule.Authority.AppliesOn(day))],
            Grounds = [.. Grounds.Where(rule => rule.Authority.AppliesOn(day))],
            Deciders = [.. Deciders.Where(rule => rule.Authority.AppliesOn(day))],
            Steps = [.. Steps.Where(rule => rule.Authority.AppliesOn(day))],
            Confirmations = [.. Confirmations.Where(rule => rule.Authority.AppliesOn(day))],
            Conflicts = [.. Conflicts.Where(rule => rule.Authority.AppliesOn(day))],
            Limits = [.. Limits.Where(rule => rule.Authority.AppliesOn(day))],
            Durations = [.. Durations.Where(rule => rule.Authority.AppliesOn(day))],
            Appeals = [.. Appeals.Where(rule => rule.Authority.AppliesOn(day))],
            Rights = [.. Rights.Where(rule => rule.Authority.AppliesOn(day))],
            Circumstances = [.. Circumstances.Where(rule => rule.Authority.AppliesOn(day))],
            Majorities = [.. Majorities.Where(rule => rule.Authority.AppliesOn(day))],
            Competences = [.. Competences.Where(rule => rule.Authority.AppliesOn(day))],
            Reminders = [.. Reminders.Where(rule => rule.Authority.AppliesOn(day))],
            Unapproved = [.. Unapproved.Where(rule => rule.Authority.AppliesOn(day))],
            AwaitsLawyer = Authorities.Any(authority => authority.LegallyReviewed == false && authority.AppliesOn(day)),
        };

    private sealed record Dated(DateOnly Day, RuleSet Rules);
}
