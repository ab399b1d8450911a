using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>
/// What the law says about each level of the ladder for one case: whether a ground opens it, who decides, and which steps are missing.
/// Worked out once per case and level; the gates look it up.
/// </summary>
public sealed class LegalAssessment
{
    private const string GroundsPath = "legal.grounds",
        DeciderPath = "legal.decidedBy",
        StepsPath = "legal.stepsTaken";
    private readonly EligibilityContext _case;
    private readonly List<(GroundRule Ground, DeciderRule Decider)> _valid = [];
    private readonly List<Condition> _invalid = [];
    private readonly LevelLaw?[] _levels = new LevelLaw?[Terms<Level>.All.Count];

    internal LegalAssessment(EligibilityContext child)
    {
        _case = child;
        // In the order of the contract: which ground opens a level, and so whose steps are asked for, never depends on the order given.
        foreach (var ground in (child.Profile.Legal.Grounds ?? []).Order())
            Weigh(ground);
        RequiredTracks = RequireTracks();
    }

    /// <summary>The law at one level, worked out when it is first asked for; whoever asks at the same time finds the same.</summary>
    public LevelLaw At(Level level) => _levels[(int)level] ??= Assess(level);

    /// <summary>Whether the law keeps a level closed to the child, and no step or consent can open it.</summary>
    internal bool Closes(Level level) =>
        OpeningOf(level).Ground is null && GroundFinding(level, MoreLockedThan(level).Ground) is { Refuses: true };

    /// <summary>The grounds that their decider can give to a child of this age.</summary>
    public IEnumerable<Ground> ValidGrounds => _valid.Select(pair => pair.Ground.Ground);

    /// <summary>The grounds stated that their decider cannot give, or not to a child of this age; they count for nothing.</summary>
    public IReadOnlyList<Condition> InvalidGrounds => _invalid;

    /// <summary>The tracks a place has to be approved for.</summary>
    public IReadOnlyList<Track> RequiredTracks { get; }

    private void Weigh(Ground ground)
    {
        if (_case.Rules.Grounds.FirstOrDefault(rule => rule.Ground == ground) is not { } rule)
            return;
        var deciders = _case.Rules.Deciders.Where(candidate => candidate.Ground == ground).ToList();
        if (_case.Profile.Legal.DecidedBy is { } decider)
        {
            var own = deciders.Find(candidate => candidate.Decider == decider);
            if (own is null)
            {
                _invalid.Add(
                    Condition.Refusal(
                        "decider-cannot-give-ground",
                        rule.Authority,
                        [GroundsPath, DeciderPath],
                        ("ground", Terms<Ground>.Key(ground)),
                        ("decider", Terms<Decider>.Key(decider))
                    )
                );
                return;
            }
            deciders = [own];
        }
        if (
            (
                deciders.Find(candidate => candidate.Ages.Holds(_case.AgeYears))
                ?? deciders.Find(candidate => candidate.Dispenses(_case.AgeYears))
            ) is
            { } able
        )
            _valid.Add((rule, able));
        else if (deciders.MinBy(candidate => candidate.Ages.Min) is { } nearest)
            _invalid.Add(AgeOutsideGround(nearest));
    }

    private Condition AgeOutsideGround(DeciderRule rule) =>
        Condition.Refusal(
            "age-outside-ground",
            rule.Authority,
            _case.Profile.Legal.DecidedBy is null ? [GroundsPath, _case.AgeBasis] : [GroundsPath, DeciderPath, _case.AgeBasis],
            ("ground", Terms<Ground>.Key(rule.Ground)),
            ("decider", Terms<Decider>.Key(rule.Decider)),
            ("age", $"{_case.AgeYears}"),
            ("min", $"{rule.Ages.Min}"),
            ("max", $"{rule.Ages.Max}")
        );

    private List<Track> RequireTracks()
    {
        var tracks = new List<Track>();
        foreach (var ground in ValidGrounds)
        {
            Track? track = ground switch
            {
                Ground.RemandSurrogate => Track.Remand,
                Ground.Sentence => Track.Sentence,
                Ground.YouthSanction => Track.YouthSanction,
                _ => null,
            };
            if (track is { } own)
                tracks.Add(own);
        }
        if (tracks.Count == 0)
            tracks.Add(_case.Profile.Legal.DecidedBy == Decider.YouthCrimeBoard ? Track.YouthCrimeBoard : Track.Social);
        return tracks;
    }

    private LevelLaw Assess(Level level)
    {
        var opening = OpeningOf(level);
        var ground = opening.Ground is null ? GroundFinding(level, MoreLockedThan(level).Ground) : DeciderFinding(opening.Decider);
        var decider = opening.Ground is not null || level.IsLocked() ? DeciderAt(level, opening.Decider) : CompetentAt(level);

        // A ground for another level replaces no consent here: the level needs consent, or a ground of its own.
        var consentNeeded = opening.Ground is null && !level.IsLocked();
        var consents = consentNeeded ? Missing(level, decider, consent: true).ToLookup(rule => rule.When == CaseTrait.PlacedAlready) : null;
        var steps = Missing(level, decider, consent: false).ToLookup(MayComeAlongside);
        return new LevelLaw(
            ground,
            opening.Ground?.Ground,
            decider,
            opening.Ground is null && !level.IsLocked() ? null : Confirmation(decider),
            Conditions(consents?[false]),
            Conditions(steps[false])
        )
        {
            GroundConditions = opening.Ground is null ? [] : [.. BesideGround(level, opening.Ground, opening.Decider)],
            MissingForMove = Conditions(consents?[true]),
            Alongside = [.. steps[true].Select(rule => rule.Step)],
        };
    }

    private (GroundRule Ground, DeciderRule Decider) OpeningOf(Level level) => _valid.Find(pair => pair.Ground.Opens.Contains(level));

    private (GroundRule Ground, DeciderRule Decider) MoreLockedThan(Level level) =>
        _valid.Find(pair => pair.Ground.Opens.Any() && pair.Ground.Opens.Max() > level);

    /// <summary>What a ground asks for beside itself: a dispensation from the age, and what must hold at a more locked level.</summary>
    private IEnumerable<Condition> BesideGround(Level level, GroundRule opening, DeciderRule decider)
    {
        if (decider.Dispenses(_case.AgeYears))
            yield return Condition.ToMeet(
                "age-dispensation",
                decider.Authority,
                [GroundsPath, _case.AgeBasis],
                ("decider", Terms<Decider>.Key(_case.Profile.Legal.DecidedBy ?? decider.Decider)),
                ("age", $"{_case.AgeYears}"),
                ("min", $"{decider.Ages.Min}")
            );
        if (
            opening.Beside is { } beside
            && beside.Levels.Contains(level)
            && !beside.Grounds.Intersect(_case.Profile.Legal.Grounds ?? []).Any()
        )
            yield return Condition.ToMeet(
                "ground-beside-ground",
                opening.Authority,
                [GroundsPath],
                ("ground", Terms<Ground>.Key(opening.Ground)),
                ("level", Terms<Level>.Key(level))
            );
    }

    private bool MayComeAlongside(StepRule rule) => rule.AlongsideWhenAcute && CaseTraits.Has(_case, CaseTrait.Acute);

    /// <summary>
    /// Who decides on the level: who gave its ground; else who has the case, if they could give one to a child of this age; else who the
    /// rules name for the level, unless only others could.
    /// </summary>
    private Decider DeciderAt(Level level, DeciderRule? given)
    {
        if (given is not null)
            return _case.Profile.Legal.DecidedBy ?? given.Decider;
        var able = _case
            .Rules.Deciders.Where(rule =>
                rule.Within is null
                && (rule.Ages.Holds(_case.AgeYears) || rule.Dispenses(_case.AgeYears))
                && _case.Rules.Grounds.Any(ground => ground.Ground == rule.Ground && ground.Opens.Contains(level))
            )
            .Select(rule => rule.Decider)
            .ToList();
        if (_case.Profile.Legal.DecidedBy is { } own && able.Contains(own))
            return own;
        var competent = CompetentAt(level);
        return able.Count == 0 || able.Contains(competent) ? competent : able.Min();
    }

    private Decider CompetentAt(Level level) => _case.Rules.Competences.First(rule => rule.Levels.Contains(level)).Decider;

    private Condition? GroundFinding(Level level, GroundRule? moreLocked)
    {
        if (moreLocked is not null)
        {
            return Condition.ToMeet(
                level.IsLocked() ? "own-decision-for-level" : "less-locked-than-decided",
                moreLocked.Authority,
                [GroundsPath],
                ("ground", Terms<Ground>.Key(moreLocked.Ground)),
                ("level", Terms<Level>.Key(level))
            );
        }
        if (!level.IsLocked())
            return null;
        if (_invalid.Find(condition => OpensLevel(condition, level)) is { } invalid)
            return invalid;
        var openers = _case.Rules.Grounds.Where(rule => rule.Opens.Contains(level)).ToList();
        if (_case.Profile.Legal.Grounds is null)
            return NotAssessed(level, openers);
        return openers.FirstOrDefault() is { } opener
            ? Condition.Refusal("no-ground-for-level", opener.Authority, [GroundsPath], ("level", Terms<Level>.Key(level)))
            : null;
    }

    /// <summary>
    /// Not assessed yet: possible, whoever has the case now, unless nobody could give any ground for the level to a child of this age.
    /// </summary>
    private Condition? NotAssessed(Level level, List<GroundRule> openers)
    {
        var deciders = _case.Rules.Deciders.Where(rule => openers.Exists(opener => opener.Ground == rule.Ground)).ToList();
        if (deciders.Count == 0)
            return null;
        return deciders.Exists(rule => rule.Ages.Holds(_case.AgeYears) || rule.Dispenses(_case.AgeYears))
            ? Condition.ToMeet("ground-not-assessed", openers[0].Authority, [GroundsPath], ("level", Terms<Level>.Key(level)))
            : AgeOutsideGround(deciders.MinBy(rule => rule.Ages.Min)!);
    }

    private bool OpensLevel(Condition invalid, Level level)
    {
        var ground = invalid.Values.First(value => value.Key == "ground").Value;
        return _case.Rules.Grounds.Any(rule => Terms<Ground>.Key(rule.Ground) == ground && rule.Opens.Contains(level));
    }

    private Condition? DeciderFinding(DeciderRule rule) =>
        _case.Profile.Legal.DecidedBy is not null
            ? null
            : Condition.ToMeet("decider-not-known", rule.Authority, [DeciderPath], ("ground", Terms<Ground>.Key(rule.Ground)));

    private Condition? Confirmation(Decider decider) =>
        _case.Rules.Confirmations.FirstOrDefault(rule => rule.Decider == decider) is { } rule
            ? Condition.ToMeet(
                "decision-must-be-confirmed",
                rule.Authority,
                [DeciderPath],
                ("decider", Terms<Decider>.Key(decider)),
                ("days", $"{rule.WithinDays}")
            )
            : null;

    private List<StepRule> Missing(Level level, Decider decider, bool consent) =>
        [
            .. _case.Rules.Steps.Where(rule =>
                rule.Consent == consent && rule.Phase == StepPhase.Before && IsAskedFor(rule, level, decider) && !IsTaken(rule)
            ),
        ];

    /// <summary>Whether a step belongs to a decision on a level by a decider in this case, taken or not.</summary>
    internal bool IsAskedFor(StepRule rule, Level level, Decider decider) =>
        _case.AgeYears >= rule.MinimumAge
        && _case.AgeYears <= rule.MaximumAge
        && rule.Levels.Contains(level)
        && rule.Deciders.Contains(decider)
        && (rule.Tracks.Count == 0 || rule.Tracks.Intersect(RequiredTracks).Any())
        && CaseTraits.Has(_case, rule.When);

    /// <summary>Whether a step is stated to have been taken, or one that does as well.</summary>
    internal bool IsTaken(StepRule rule) =>
        _case.Profile.Legal.StepsTaken is { } taken
        && (taken.Contains(rule.Step) || (rule.ReplacedBy is { } other && taken.Contains(other)));

    private Condition[] Conditions(IEnumerable<StepRule>? missing) =>
        missing is null
            ? []
            :
            [
                .. missing
                    .DistinctBy(rule => rule.Step)
                    .Select(rule =>
                        Condition.ToMeet(
                            Terms<Step>.Text(rule.Step),
                            rule.Authority,
                            [StepsPath],
                            ("known", _case.Profile.Legal.StepsTaken is null ? "known.no" : "known.yes")
                        )
                    ),
            ];
}
