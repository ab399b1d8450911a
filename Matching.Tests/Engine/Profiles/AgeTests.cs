using Matching.Engine.Profiles;
using NUnit.Framework;

namespace Matching.Tests.Engine.Profiles;

public sealed class AgeTests
{
    [TestCase("2026-11-21", 14)]
    [TestCase("2026-11-22", 15)]
    [TestCase("2026-11-23", 15)]
    public void A_child_turns_a_year_older_on_the_birthday(string day, int age) =>
        Assert.That(Age.On(DateOnly.Parse(day), new DateOnly(2011, 11, 22), LeapDayBirthday.March1), Is.EqualTo(age));

    [TestCase("2027-02-28", LeapDayBirthday.February28, 15)]
    [TestCase("2027-02-27", LeapDayBirthday.February28, 14)]
    [TestCase("2027-02-28", LeapDayBirthday.March1, 14)]
    [TestCase("2027-03-01", LeapDayBirthday.March1, 15)]
    [TestCase("2027-03-01", LeapDayBirthday.February28, 15)]
    public void Born_on_29_February_the_rule_decides_the_birthday_in_an_ordinary_year(string day, LeapDayBirthday rule, int age) =>
        Assert.That(Age.On(DateOnly.Parse(day), new DateOnly(2012, 2, 29), rule), Is.EqualTo(age));

    [TestCase("2028-02-28", 15)]
    [TestCase("2028-02-29", 16)]
    [TestCase("2028-03-01", 16)]
    public void Born_on_29_February_the_birthday_is_that_day_in_a_leap_year(string day, int age)
    {
        foreach (var rule in Enum.GetValues<LeapDayBirthday>())
            Assert.That(Age.On(DateOnly.Parse(day), new DateOnly(2012, 2, 29), rule), Is.EqualTo(age), $"{rule}");
    }

    [Test]
    public void On_the_day_of_birth_the_age_is_zero() =>
        Assert.That(Age.On(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 1), LeapDayBirthday.March1), Is.Zero);

    [Test]
    public void Before_birth_the_age_is_negative() =>
        Assert.That(Age.On(new DateOnly(2025, 12, 31), new DateOnly(2026, 1, 1), LeapDayBirthday.March1), Is.Negative);
}
