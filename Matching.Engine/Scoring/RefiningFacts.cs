using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>The facts of version 1.1: home, safety, health and daily life.</summary>
internal static class RefiningFacts
{
    /// <summary>What the child has suffered at home.</summary>
    public static readonly string[] HarmAtHome = ["home.neglect", "home.violence", "home.sexualAbuse", "home.violenceWitnessed"];

    /// <summary>The definitions, in the order of the contract; made again each time, for the list of all facts alone.</summary>
    public static IReadOnlyList<FactDefinition> Definitions() =>
        [
            .. new[]
            {
                Home("home.neglect", home => home.Neglect, (home, value) => home with { Neglect = value }),
                Home("home.violence", home => home.Violence, (home, value) => home with { Violence = value }),
                Home("home.sexualAbuse", home => home.SexualAbuse, (home, value) => home with { SexualAbuse = value }),
                Home(
                    "home.parentalSubstanceUse",
                    home => home.ParentalSubstanceUse,
                    (home, value) => home with { ParentalSubstanceUse = value }
                ),
                Home(
                    "home.parentalMentalIllness",
                    home => home.ParentalMentalIllness,
                    (home, value) => home with { ParentalMentalIllness = value }
                ),
                Home("home.parentalCrime", home => home.ParentalCrime, (home, value) => home with { ParentalCrime = value }),
                Home("home.parentImprisoned", home => home.ParentImprisoned, (home, value) => home with { ParentImprisoned = value }),
                Home("home.violenceWitnessed", home => home.ViolenceWitnessed, (home, value) => home with { ViolenceWitnessed = value }),
                Home("home.cooperation", home => home.Cooperation, (home, value) => home with { Cooperation = value }),
                Home("home.parentsActive", home => home.ParentsActive, (home, value) => home with { ParentsActive = value }),
                Home("home.custody", home => home.Custody, (home, value) => home with { Custody = value }),
                Safety(
                    "safety.addressProtected",
                    safety => safety.AddressProtected,
                    (safety, value) => safety with { AddressProtected = value }
                ),
                Safety(
                    "safety.undisclosedPlacement",
                    safety => safety.UndisclosedPlacement,
                    (safety, value) => safety with { UndisclosedPlacement = value }
                ),
                Safety("safety.honourRelated", safety => safety.HonourRelated, (safety, value) => safety with { HonourRelated = value }),
                Safety(
                    "safety.riskToYoungerChildren",
                    safety => safety.RiskToYoungerChildren,
                    (safety, value) => safety with { RiskToYoungerChildren = value }
                ),
                Safety("safety.siblingsApart", safety => safety.SiblingsApart, (safety, value) => safety with { SiblingsApart = value }),
                Safety("safety.threatened", safety => safety.Threatened, (safety, value) => safety with { Threatened = value }),
                Safety("safety.trafficking", safety => safety.Trafficking, (safety, value) => safety with { Trafficking = value }),
                Facts.Enum(
                    "child.eatingDisorderSeverity",
                    p => p.EatingDisorderSeverity,
                    (p, value) => p with { EatingDisorderSeverity = value }
                ),
                Facts.Boolean("child.withdrawalRisk", p => p.WithdrawalRisk, (p, value) => p with { WithdrawalRisk = value }),
                Facts.Enum("child.hearing", p => p.Hearing, (p, value) => p with { Hearing = value }),
                Facts.Enum("child.sight", p => p.Sight, (p, value) => p with { Sight = value }),
                Facts.Boolean("child.signLanguage", p => p.SignLanguage, (p, value) => p with { SignLanguage = value }),
                Facts.Enum("child.schoolType", p => p.SchoolType, (p, value) => p with { SchoolType = value }),
                Facts.Boolean("child.leisure", p => p.Leisure, (p, value) => p with { Leisure = value }),
                Facts.Enum("child.sellingSex", p => p.SellingSex, (p, value) => p with { SellingSex = value }),
                Facts.Boolean("child.thriving", p => p.Thriving, (p, value) => p with { Thriving = value }),
            }.Select(fact => fact.SinceSchema(CriteriaLoader.CareSince)),
        ];

    private static FactDefinition Home<T>(string path, Func<HomeSituation, T?> read, Func<HomeSituation, T, HomeSituation> with)
        where T : struct, Enum =>
        Facts.Enum(
            path,
            p => p.Home is { } home ? read(home) : null,
            (p, value) => p with { Home = with(p.Home ?? HomeSituation.Unknown, value) }
        );

    private static FactDefinition Home(string path, Func<HomeSituation, bool?> read, Func<HomeSituation, bool, HomeSituation> with) =>
        Facts.Boolean(
            path,
            p => p.Home is { } home ? read(home) : null,
            (p, value) => p with { Home = with(p.Home ?? HomeSituation.Unknown, value) }
        );

    private static FactDefinition Safety(
        string path,
        Func<SafetySituation, Concern?> read,
        Func<SafetySituation, Concern, SafetySituation> with
    ) =>
        Facts.Enum(
            path,
            p => p.Safety is { } safety ? read(safety) : null,
            (p, value) => p with { Safety = with(p.Safety ?? SafetySituation.Unknown, value) }
        );

    private static FactDefinition Safety(
        string path,
        Func<SafetySituation, bool?> read,
        Func<SafetySituation, bool, SafetySituation> with
    ) =>
        Facts.Boolean(
            path,
            p => p.Safety is { } safety ? read(safety) : null,
            (p, value) => p with { Safety = with(p.Safety ?? SafetySituation.Unknown, value) }
        );
}
