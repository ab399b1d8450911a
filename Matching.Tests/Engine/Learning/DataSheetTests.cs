using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning;

/// <summary>What a training set holds, reported in counts that point at nobody.</summary>
public sealed class DataSheetTests
{
    [TestCase(0, "few")]
    [TestCase(4, "few")]
    [TestCase(5, "5")]
    public void Fewer_than_five_children_are_not_told_of(int children, string told)
    {
        var sheet = DataSheet.Of(Set(Stays(children)), new LeftOutStays(children, children, 2 * children, children));
        Assert.That((Told(sheet.Total), Told(sheet.Court)), Is.EqualTo((told, told)));
        Assert.That(Told(sheet.Untracked), Is.EqualTo(children < 5 ? "few" : "10"));
        Assert.That(sheet.Years, Is.EqualTo(children < 5 ? null : ((int, int)?)(2024, 2024)));
    }

    [Test]
    public void Many_stays_of_few_children_are_few() =>
        Assert.That(
            Told(DataSheet.Of(Set([.. Enumerable.Range(0, 40).Select(number => Stay($"child-{number % 4}"))]), LeftOutStays.None).Total),
            Is.EqualTo("few")
        );

    [Test]
    public void A_count_that_subtraction_would_give_away_is_withheld()
    {
        var sheet = DataSheet.Of(
            Set([.. Stays(3, Sex.Female, "a"), .. Stays(20, Sex.Male, "b"), .. Stays(9, Sex.Other, "c"), .. Stays(6, null, "d")]),
            LeftOutStays.None
        );
        Assert.That(
            Rows(sheet, SheetSubject.Sex),
            Is.EqualTo(new[] { ("female", "few"), ("male", "20"), ("other", "9"), ("unknown", "withheld") })
        );
    }

    [Test]
    public void Two_hidden_counts_hide_each_other()
    {
        var sheet = DataSheet.Of(
            Set([.. Stays(3, Sex.Female, "a"), .. Stays(20, Sex.Male, "b"), .. Stays(9, Sex.Other, "c"), .. Stays(2, null, "d")]),
            LeftOutStays.None
        );
        Assert.That(
            Rows(sheet, SheetSubject.Sex),
            Is.EqualTo(new[] { ("female", "few"), ("male", "20"), ("other", "9"), ("unknown", "few") })
        );
    }

    [Test]
    public void An_empty_group_hides_no_other()
    {
        var sheet = DataSheet.Of(
            Set([.. Stays(7, Sex.Female, "a"), .. Stays(20, Sex.Male, "b"), .. Stays(9, Sex.Other, "c")]),
            LeftOutStays.None
        );
        Assert.That(
            Rows(sheet, SheetSubject.Sex),
            Is.EqualTo(new[] { ("female", "7"), ("male", "20"), ("other", "9"), ("unknown", "few") })
        );
    }

    [Test]
    public void Nobody_can_be_found_out_from_any_table()
    {
        var random = new Random(20_260_122);
        for (var round = 0; round < 200; round++)
        {
            var stays = Enumerable
                .Range(0, random.Next(5, 80))
                .Select(_ =>
                    Stay($"child-{random.Next(60)}", (Sex)random.Next(3)) with
                    {
                        Ending = random.Next(4) == 0 ? null : (StayEnding)random.Next(6),
                        PlacementId = $"place-{random.Next(6)}",
                    }
                )
                .ToArray();
            var sheet = DataSheet.Of(Set(stays), LeftOutStays.None);
            foreach (var table in sheet.Tables.Where(table => table.Subject is not (SheetSubject.StrongNeed or SheetSubject.NotKnown)))
            {
                var (all, broken) = (
                    table.Rows.Select(row => row.Count).ToList(),
                    table.Rows.Select(row => row.Breakdowns).OfType<SheetCount>().ToList()
                );
                foreach (
                    var (column, sum) in new[] { (all, stays.Length), (broken, stays.Count(stay => stay.BrokeDown)) }.Where(pair =>
                        pair.Item1.Count > 1
                    )
                )
                {
                    Assert.That(column.Where(count => count.IsReported).Select(count => count.Children!.Value), Has.None.LessThan(5));
                    // Places of few children are not even named, so one that is hidden need not be the rest.
                    if (column.Count(count => !count.IsReported) == 1 && table.Subject != SheetSubject.Place)
                        Assert.That(
                            column.Sum(count => count.Stays ?? 0),
                            Is.EqualTo(sum),
                            $"round {round}, {table.Subject}: one hidden count is the rest"
                        );
                }
                if (table.Subject == SheetSubject.Place)
                {
                    var told = table.Rows.Where(row => row.Count.IsReported).Select(row => row.Word).ToHashSet();
                    Assert.That(
                        stays.Select(stay => stay.PlacementId).Distinct().Count(place => !told.Contains(place)),
                        Is.Not.EqualTo(1),
                        $"round {round}: what the others leave over is about several places"
                    );
                    Assert.That(table.Rows.Select(row => row.Count.Suppression), Has.None.EqualTo(Suppression.Few));
                }
                foreach (var row in table.Rows.Where(row => row.Breakdowns is { IsReported: true }))
                    Assert.That(row.Count.IsReported);
            }
        }
    }

    [Test]
    public void Every_way_to_end_is_a_row_and_each_stay_is_in_one()
    {
        var stays = Enum.GetValues<StayEnding>()
            .SelectMany(
                (ending, i) => Stays(5 + i, prefix: $"{ending}-").Select(stay => stay with { Ending = ending, MovedTo = Level.Foster })
            )
            .Concat(Stays(12, prefix: "up-").Select(stay => stay with { Ending = StayEnding.Transfer, MovedTo = Level.Secure }))
            .Concat(Stays(13, prefix: "on-"));
        var sheet = DataSheet.Of(Set([.. stays]), LeftOutStays.None);
        Assert.That(
            Rows(sheet, SheetSubject.Ending),
            Is.EqualTo(
                new[]
                {
                    ("child-left", "6"),
                    ("place-gave-up", "7"),
                    ("both", "8"),
                    ("escalation", "12"),
                    ("transfer", "9"),
                    ("planned", "5"),
                    ("turned-18", "10"),
                    ("ongoing", "13"),
                }
            )
        );
    }

    [Test]
    public void What_nearly_all_lack_is_told_without_the_few_who_do_not()
    {
        var age = OutcomeFeature.All.ToList().FindIndex(feature => feature.Code == "age");
        var stays = Stays(20).Select((stay, i) => stay with { Bins = With(age, i < 3 ? (byte)1 : (byte)0) }).ToArray();
        var row = DataSheet.Of(Set(stays), LeftOutStays.None).Tables.Single(table => table.Subject == SheetSubject.NotKnown).Rows[age];
        Assert.That(row.Count.Suppression, Is.EqualTo(Suppression.AllButFew));
    }

    [Test]
    public void Breakdowns_of_a_group_are_told_where_enough_broke_down_and_enough_did_not()
    {
        var stays = Stays(10, Sex.Female, "a")
            .Select((stay, i) => i < 5 ? stay with { Ending = StayEnding.BreakdownChild } : stay)
            .Concat(Stays(10, Sex.Male, "b").Select((stay, i) => i < 6 ? stay with { Ending = StayEnding.BreakdownBoth } : stay))
            .Concat(Stays(10, Sex.Other, "c").Select((stay, i) => i < 2 ? stay with { Ending = StayEnding.BreakdownPlace } : stay));
        var rows = DataSheet.Of(Set([.. stays]), LeftOutStays.None).Tables.Single(table => table.Subject == SheetSubject.Sex).Rows;
        Assert.That(rows.Select(row => Told(row.Breakdowns!.Value)), Is.EqualTo(new[] { "5", "all-but-few", "few", "few" }));
    }

    [Test]
    public void A_protected_attribute_is_a_table_of_its_own()
    {
        var stays = Stays(12);
        var told = stays
            .Take(6)
            .ToDictionary(
                stay => stay.Child,
                _ => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["origin"] = "x" }
            );
        var table = DataSheet
            .Of(Set(stays) with { ProtectedByChild = told }, LeftOutStays.None)
            .Tables.Single(one => one.Subject == SheetSubject.Protected);
        Assert.That(
            (table.Name, string.Join(' ', table.Rows.Select(row => $"{row.Word} {Told(row.Count)}"))),
            Is.EqualTo(("origin", "x 6 unknown 6"))
        );
    }

    static string Told(SheetCount count) =>
        count.Suppression switch
        {
            Suppression.None => $"{count.Stays}",
            Suppression.Few => "few",
            Suppression.AllButFew => "all-but-few",
            _ => "withheld",
        };

    static IEnumerable<(string, string)> Rows(DataSheet sheet, SheetSubject subject) =>
        sheet.Tables.Single(table => table.Subject == subject).Rows.Select(row => (row.Word, Told(row.Count)));

    static TrainingSet Set(ObservedStay[] stays) => new("version", stays, new Dictionary<string, IReadOnlyDictionary<string, string>>());

    static ObservedStay[] Stays(int children, Sex? sex = null, string prefix = "child-") =>
        [.. Enumerable.Range(0, children).Select(number => Stay($"{prefix}{number}", sex))];

    static ObservedStay Stay(string child, Sex? sex = null) =>
        new(child, "nexus", Level.PartiallyClosed, new DateOnly(2024, 2, 1), With(0, 0), 60, null, null) { Sex = sex };

    static byte[] With(int feature, byte bin)
    {
        var bins = new byte[OutcomeFeature.All.Count];
        bins[feature] = bin;
        return bins;
    }
}
