using System.Numerics;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Inquiry;

public sealed class ServiceCoverSearchTests
{
    [Holds(600)]
    public void The_sets_are_exactly_those_that_meet_the_needs_with_none_to_spare(Situation situation)
    {
        var ranking = situation.Rank();
        var menu = new ServiceCoverSearch(ranking, CancellationToken.None, ServiceStatus.Available);
        foreach (var level in Terms<Level>.All)
        {
            var usable = situation
                .Services.Where(service =>
                    service.Status == ServiceStatus.Available
                    && service.Limit is null // help for a time only covers nothing
                    && service.Levels.Contains(level)
                    && service.Ages.Holds(ranking.EligibilityAssessment.Context.AgeYears)
                )
                .ToList();
            var every = Enumerable
                .Range(1, (1 << usable.Count) - 1)
                .Where(set => Meets(usable, set, menu.StrongNeeds) && Parts(set).All(part => !Meets(usable, set & ~part, menu.StrongNeeds)))
                .Select(set =>
                    string.Join(
                        '+',
                        usable.Where((_, index) => (set & 1 << index) != 0).Select(service => service.Id).Order(StringComparer.Ordinal)
                    )
                );
            var found = menu.StrongNeeds == 0 ? [] : menu.SetsFor(level, menu.StrongNeeds);

            Assert.That(
                found.Select(set => string.Join('+', set.Select(service => service.Id))),
                Is.EquivalentTo(menu.StrongNeeds == 0 ? [] : every)
            );
            Assert.That(found.Select(set => set.Length), Is.Ordered);
        }
        Assert.That(menu.Complete, Is.True);
    }

    [Test]
    public void A_search_that_ends_at_its_bound_says_so_and_has_all_smaller_sets()
    {
        var child = A.Child() with
        {
            SelfHarm = Severity.Severe,
            ViolenceAgainstOthers = Violence.Serious,
            PsychoticSymptoms = true,
            SexuallyHarmfulBehaviour = SexualHarm.Established,
            SchoolAttendance = SchoolAttendance.None,
        };
        Need[] needs = [Need.SelfHarmProtection, Need.ViolenceSafety, Need.PsychiatricTreatment, Need.SexualSafety, Need.School];
        var services = needs
            .SelectMany(need => Enumerable.Range(0, 12).Select(number => Service.For(need, id: $"{Terms<Need>.Text(need)}-{number:00}")))
            .ToList();
        services.Add(new Service("all") { Provides = [.. needs.Select(need => (need, CapabilityStrength.Good))] });
        var menu = new ServiceCoverSearch(
            Matcher.Rank(child, TestReferenceData.With(A.Catalogue([A.Place()], services)), TestReferenceData.Day),
            CancellationToken.None,
            ServiceStatus.Available
        );

        var sets = menu.SetsFor(Level.OpenResidential, menu.StrongNeeds);

        Assert.That(menu.Complete, Is.False);
        Assert.That(sets[0].Select(service => service.Id), Is.EqualTo(["all"]));
    }

    [TestCase(SuicideRisk.High, false, false)]
    [TestCase(SuicideRisk.High, true, true)]
    public void A_treatment_is_offered_only_to_whom_has_what_it_treats(SuicideRisk risk, bool uses, bool offered)
    {
        var child = A.Child() with
        {
            SuicideRisk = risk,
            SubstanceUse = uses ? [new SubstanceUse(Substance.Cannabis, UsePattern.Occasional, false)] : [],
        };
        var both = Service.For(Need.PsychiatricTreatment, id: "both") with { Requires = [Need.SubstanceTreatment] };
        var menu = new ServiceCoverSearch(
            Matcher.Rank(child, TestReferenceData.With(A.Catalogue([A.Place()], [both])), TestReferenceData.Day),
            CancellationToken.None,
            ServiceStatus.Available
        );

        Assert.That(menu.CoverableAt(Level.OpenResidential, 1 << (int)Need.PsychiatricTreatment) != 0, Is.EqualTo(offered));
    }

    [Test]
    public void Help_for_a_time_bridges_a_strong_need_and_covers_none()
    {
        var child = A.Child() with { Absconding = new Absconding(8, 3, true) };
        var held = Service.For(Need.AbscondingContainment, id: "held") with { Limit = "detention-at-start" };
        var menu = new ServiceCoverSearch(
            Matcher.Rank(child, TestReferenceData.With(A.Catalogue([A.Place()], [held])), TestReferenceData.Day),
            CancellationToken.None,
            ServiceStatus.Available
        );
        const int need = 1 << (int)Need.AbscondingContainment;

        Assert.That((menu.CoverableAt(Level.OpenResidential, need), menu.BridgedAt(Level.OpenResidential, need)), Is.EqualTo((0, need)));
    }

    private static bool Meets(List<Service> services, int set, int needs)
    {
        var covered = 0;
        for (var i = 0; i < services.Count; i++)
        {
            foreach (var (need, strength) in services[i].Provides.Where(_ => (set & 1 << i) != 0))
                covered |= strength >= TestReferenceData.Criteria.LeastMet[(int)NeedStrength.Strong] ? 1 << (int)need : 0;
        }
        return (covered & needs) == needs;
    }

    private static IEnumerable<int> Parts(int set)
    {
        for (var rest = set; rest != 0; rest &= rest - 1)
            yield return 1 << BitOperations.TrailingZeroCount(rest);
    }
}
