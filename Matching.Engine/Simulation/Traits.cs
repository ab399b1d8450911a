using Matching.Engine.Learning;
using Matching.Engine.Parsing;

namespace Matching.Engine.Simulation;

/// <summary>What is so of one child, drawn so that each trait is as common as the plan says and no two contradict each other.</summary>
internal sealed class Traits
{
    private readonly bool[] _has = new bool[Terms<Trait>.All.Count];

    private Traits() { }

    public bool Has(Trait trait) => _has[Terms<Trait>.Position(trait)];

    public static Traits Draw(GroupPlan plan, Pcg32 draws)
    {
        var traits = new Traits();
        foreach (
            var alone in (Trait[])
                [
                    Trait.TwelveToFifteen,
                    Trait.Male,
                    Trait.PlacedNow,
                    Trait.ManyMoves,
                    Trait.Externalising,
                    Trait.SecureObservation,
                    Trait.OtherOrigin,
                ]
        )
            traits.Set(alone, draws.Happens(plan.Share(alone)));
        traits.DrawCrimeAndSubstances(plan, draws);
        traits.DrawSelfHarm(plan, draws);
        traits.DrawAbsconding(plan, draws);
        traits.DrawEarlierLevels(plan, draws);
        traits.DrawDiagnosis(plan, draws);
        traits.DrawLaw(plan, draws);
        return traits;
    }

    private void Set(Trait trait, bool value) => _has[Terms<Trait>.Position(trait)] = value;

    private void DrawCrimeAndSubstances(GroupPlan plan, Pcg32 draws)
    {
        var (crime, use, neither, drawn) = (
            plan.Share(Trait.Crime),
            plan.Share(Trait.SubstanceUse),
            plan.Share(Trait.NeitherCrimeNorSubstanceUse),
            draws.Share()
        );
        var onlyCrime = 1 - neither - use;
        Set(Trait.NeitherCrimeNorSubstanceUse, drawn < neither);
        Set(Trait.Crime, drawn >= neither && drawn < neither + crime);
        Set(Trait.SubstanceUse, drawn >= neither + onlyCrime);
    }

    private void DrawSelfHarm(GroupPlan plan, Pcg32 draws)
    {
        var (harm, alone, neither) = (
            plan.Share(Trait.SelfHarm),
            plan.Share(Trait.SelfHarmAlone),
            plan.Share(Trait.NeitherCrimeNorSubstanceUse)
        );
        Set(Trait.SelfHarm, draws.Happens(Has(Trait.NeitherCrimeNorSubstanceUse) ? alone / neither : Of(harm - alone, 1 - neither)));
        Set(Trait.SelfHarmAlone, Has(Trait.NeitherCrimeNorSubstanceUse) && Has(Trait.SelfHarm));
    }

    /// <summary>
    /// Externalising behaviour and self-harm are drawn each for itself; absconding then makes up what is missing of behaviour problems.
    /// </summary>
    private void DrawAbsconding(GroupPlan plan, Pcg32 draws)
    {
        var calm = (1 - plan.Share(Trait.Externalising)) * (1 - plan.Share(Trait.SelfHarm));
        var calmAndAbsconding = calm - (1 - plan.Share(Trait.BehaviourProblems));
        var isCalm = !Has(Trait.Externalising) && !Has(Trait.SelfHarm);
        Set(
            Trait.Absconding,
            draws.Happens(isCalm ? Of(calmAndAbsconding, calm) : Of(plan.Share(Trait.Absconding) - calmAndAbsconding, 1 - calm))
        );
        Set(Trait.BehaviourProblems, !isCalm || Has(Trait.Absconding));
    }

    /// <summary>From opposite ends, so that as many as can be have one of the two.</summary>
    private void DrawEarlierLevels(GroupPlan plan, Pcg32 draws)
    {
        var drawn = draws.Share();
        Set(Trait.EarlierSecure, drawn < plan.Share(Trait.EarlierSecure));
        Set(Trait.EarlierOpenOrPartiallyClosed, drawn >= 1 - plan.Share(Trait.EarlierOpenOrPartiallyClosed));
    }

    private void DrawDiagnosis(GroupPlan plan, Pcg32 draws)
    {
        var drawn = draws.Share();
        Set(Trait.DiagnosisConfirmed, drawn < plan.Share(Trait.DiagnosisConfirmed));
        Set(
            Trait.DiagnosisSuspected,
            !Has(Trait.DiagnosisConfirmed) && drawn < plan.Share(Trait.DiagnosisConfirmed) + plan.Share(Trait.DiagnosisSuspected)
        );
    }

    private void DrawLaw(GroupPlan plan, Pcg32 draws)
    {
        var board = plan.Share(Trait.YouthCrimeBoard);
        Set(Trait.YouthCrimeBoard, Has(Trait.Crime) && draws.Happens(board / plan.Share(Trait.Crime)));
        Set(Trait.Compulsory, Has(Trait.YouthCrimeBoard) || draws.Happens(Of(plan.Share(Trait.Compulsory) - board, 1 - board)));
    }

    private static double Of(double part, double whole) => whole <= 0 ? 0 : part / whole;
}
