using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>
/// A fact that is only suspected: what the profile would be if it were confirmed, and if it were refuted. Which of the two is how likely,
/// and what step settles it, is data.
/// </summary>
/// <param name="Path">The path of the fact, as the data name it.</param>
/// <param name="Find">What is suspected in a profile: one item for each thing that can be settled by itself, null for a fact that is
/// one.</param>
/// <param name="Confirmed">The profile once an item is confirmed.</param>
/// <param name="Refuted">The profile once an item is refuted.</param>
public sealed record Suspicion(
    string Path,
    Func<ChildProfile, IReadOnlyList<string?>> Find,
    Func<ChildProfile, string?, ChildProfile> Confirmed,
    Func<ChildProfile, string?, ChildProfile> Refuted
)
{
    private static readonly IReadOnlyList<string?> Nothing = [],
        One = [null];

    /// <summary>The schema of the criteria document that first has it.</summary>
    internal int Since { get; init; } = CriteriaLoader.PeersSince;

    /// <summary>Everything of a profile that can be suspected, in the order of the contract.</summary>
    public static IReadOnlyList<Suspicion> All { get; } =
    [
        new(
            "child.diagnoses.status",
            profile =>
                profile.Diagnoses is null
                    ? Nothing
                    :
                    [
                        .. profile
                            .Diagnoses.Where(diagnosis => diagnosis.Status == DiagnosisStatus.Suspected)
                            .Select(diagnosis => diagnosis.Code)
                            .Distinct(StringComparer.Ordinal),
                    ],
            (profile, code) =>
                profile with
                {
                    Diagnoses =
                    [
                        .. profile.Diagnoses!.Select(diagnosis =>
                            diagnosis.Code == code ? diagnosis with { Status = DiagnosisStatus.Confirmed } : diagnosis
                        ),
                    ],
                },
            (profile, code) =>
                profile with
                {
                    Diagnoses =
                    [
                        .. profile.Diagnoses!.Where(diagnosis => diagnosis.Code != code || diagnosis.Status != DiagnosisStatus.Suspected),
                    ],
                }
        ),
        new(
            "child.sexuallyHarmfulBehaviour",
            profile => profile.SexuallyHarmfulBehaviour == SexualHarm.Suspected ? One : Nothing,
            (profile, _) => profile with { SexuallyHarmfulBehaviour = SexualHarm.Established },
            (profile, _) => profile with { SexuallyHarmfulBehaviour = SexualHarm.None }
        ),
        new(
            "child.crime.involvement",
            profile => profile.Crime?.Involvement == CrimeInvolvement.Suspected ? One : Nothing,
            (profile, _) => profile with { Crime = profile.Crime! with { Involvement = CrimeInvolvement.Charged } },
            (profile, _) => profile with { Crime = profile.Crime! with { Involvement = CrimeInvolvement.AtRisk } }
        ),
        OfHome("home.neglect", home => home.Neglect, (home, concern) => home with { Neglect = concern }),
        OfHome("home.violence", home => home.Violence, (home, concern) => home with { Violence = concern }),
        OfHome("home.sexualAbuse", home => home.SexualAbuse, (home, concern) => home with { SexualAbuse = concern }),
        OfHome("home.violenceWitnessed", home => home.ViolenceWitnessed, (home, concern) => home with { ViolenceWitnessed = concern }),
        new(
            "safety.riskToYoungerChildren",
            profile => profile.Safety?.RiskToYoungerChildren == Concern.Suspected ? One : Nothing,
            (profile, _) => profile with { Safety = profile.Safety! with { RiskToYoungerChildren = Concern.Established } },
            (profile, _) => profile with { Safety = profile.Safety! with { RiskToYoungerChildren = Concern.None } }
        )
        {
            Since = CriteriaLoader.CareSince,
        },
    ];

    private static Suspicion OfHome(string path, Func<HomeSituation, Concern?> read, Func<HomeSituation, Concern, HomeSituation> with) =>
        new(
            path,
            profile => profile.Home is { } home && read(home) == Concern.Suspected ? One : Nothing,
            (profile, _) => profile with { Home = with(profile.Home!, Concern.Established) },
            (profile, _) => profile with { Home = with(profile.Home!, Concern.None) }
        )
        {
            Since = CriteriaLoader.CareSince,
        };
}

/// <summary>How often a suspicion is confirmed, of a hundred, and the step that settles it.</summary>
public sealed record SuspicionMeaning(string Path, int ConfirmedPercent, string SuggestedStep, string Source, bool Verified);

/// <summary>How many days a step that settles a fact usually takes.</summary>
public sealed record StepDuration(string Step, int Days, string Source, bool Verified);
