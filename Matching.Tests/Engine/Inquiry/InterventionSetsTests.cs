using System.Numerics;
using Matching.Engine.Inquiry;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Inquiry;

public sealed class InterventionSetsTests
{
    [Test]
    public void Every_set_of_a_size_comes_once_and_in_order([Range(0, 12)] int count, [Values(0, 1, 2, 3, 4)] int size)
    {
        var levers = Levers(count);

        var expected = Enumerable
            .Range(0, 1 << count)
            .Where(set => BitOperations.PopCount((uint)set) == size)
            .Where(set => Enumerable.Range(0, count).All(bit => (set & 1 << bit) == 0 || !Follows(bit) || (set & 1 << bit - 1) != 0))
            .Select(set => (UInt128)set);
        Assert.That(Intervention.SetsOf(levers, size), Is.EqualTo(expected));
    }

    [Test]
    public void No_lever_is_left_out_however_many_there_are([Values(31, 32, 33, 63, 64, 65, 127)] int count)
    {
        var levers = Levers(count, follow: false);

        var single = Intervention.SetsOf(levers, 1).Select(set => Intervention.Chosen(levers, set).Single()).ToList();
        Assert.That(single, Is.EqualTo(levers));
        Assert.That(Intervention.SetsOf(levers, 2).Count(), Is.EqualTo(count * (count - 1) / 2));
    }

    [Test]
    public void More_levers_than_a_set_has_bits_are_refused() =>
        Assert.That(() => Intervention.SetsOf(Levers(128), 1).ToList(), Throws.ArgumentException);

    [Test]
    public void A_profile_with_every_list_full_has_no_more_levers_than_a_set_has_bits()
    {
        var child = A.Child() with
        {
            SchoolAttendance = SchoolAttendance.None,
            NetworkCarer = NetworkCarer.None,
            ProtectiveFactors = [],
            Conflicts = [.. Enumerable.Range(0, 50).Select(number => new Conflict($"place-{number}", ConflictReason.GangConflict))],
            Legal = new LegalPosition([], null, []),
        };

        Assert.That(ChangeableFact.All.SelectMany(fact => fact.Interventions(child)).Count(), Is.AtMost(Intervention.Most));
    }

    private static bool Follows(int bit) => bit % 5 is 1 or 2;

    private static List<Intervention> Levers(int count, bool follow = true) =>
        [.. Enumerable.Range(0, count).Select(bit => new Intervention(ChangeableFact.All[0], profile => profile, follow && Follows(bit)))];
}
