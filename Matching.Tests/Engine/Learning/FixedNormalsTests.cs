using Matching.Engine.Learning;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning;

public sealed class FixedNormalsTests
{
    [Test]
    public void They_are_the_same_for_ever() =>
        Assert.That(Of("version", "nexus", 1_000_000)[..4], Is.EqualTo(new[] { -496_892, 527_813, -1_156_692, 987_916 }));

    [TestCase("version", "skodsborg")]
    [TestCase("another", "nexus")]
    public void Another_name_and_another_version_have_other_numbers(string version, string name) =>
        Assert.That(Of(version, name, 1_000_000), Is.Not.EqualTo(Of("version", "nexus", 1_000_000)));

    [Test]
    public void They_have_the_deviation_they_are_asked_for_about_zero()
    {
        var drawn = Enumerable
            .Range(0, 200)
            .SelectMany(name => Of("version", $"place-{name}", 300_000))
            .Select(off => (double)off)
            .ToList();

        Assert.That(drawn.Average(), Is.EqualTo(0).Within(5_000));
        Assert.That(Math.Sqrt(drawn.Average(off => off * off)), Is.EqualTo(300_000).Within(5_000));
    }

    [Test]
    public void None_is_further_off_than_the_bound() =>
        Assert.That(
            Enumerable.Range(0, 400).SelectMany(name => Of("version", $"place-{name}", 300_000)).Max(off => Math.Abs((long)off)),
            Is.AtMost(FixedNormals.Most(300_000))
        );

    private static int[] Of(string version, string name, int deviation)
    {
        var drawn = new int[256];
        new FixedNormals(version, "place", name).AddTo(drawn, deviation);
        return drawn;
    }
}
