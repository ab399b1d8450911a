using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Tests.Support;

/// <summary>How FsCheck makes and shrinks situations: a failing one loses its places and facts one by one while it still fails.</summary>
public static class Arbitraries
{
    private static readonly PropertyInfo[] Facts =
    [
        .. typeof(ChildProfile)
            .GetProperties()
            .Where(property =>
                property.SetMethod is not null && property.Name is not (nameof(ChildProfile.AgeYears) or nameof(ChildProfile.BirthDate))
            ),
    ];

    public static Arbitrary<Situation> Situations() =>
        Arb.From(Gen.Choose(0, int.MaxValue).Select(seed => new Some(seed).Situation()), Smaller);

    private static IEnumerable<Situation> Smaller(Situation situation)
    {
        for (var left = 0; situation.Places.Count > 1 && left < situation.Places.Count; left++)
            yield return situation with
            {
                Places = [.. situation.Places.Where((_, index) => index != left)],
            };
        for (var left = 0; left < situation.Services.Count; left++)
            yield return situation with
            {
                Services = [.. situation.Services.Where((_, index) => index != left)],
            };
        if (situation.PeerGroups.Count > 0)
            yield return situation with
            {
                PeerGroups = new Dictionary<string, PeerGroup>(),
            };
        var plain = A.Child();
        foreach (
            var fact in Facts.Where(fact =>
                !Equals(fact.GetValue(situation.Child), fact.GetValue(plain)) && !IsEmpty(fact.GetValue(situation.Child))
            )
        )
        {
            var child = situation.Child with { };
            fact.SetValue(child, fact.GetValue(plain));
            yield return situation with
            {
                Child = child,
            };
        }
    }

    private static bool IsEmpty(object? value) => value is System.Collections.ICollection { Count: 0 };
}
