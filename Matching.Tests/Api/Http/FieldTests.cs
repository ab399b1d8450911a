using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Http;

/// <summary>
/// Every field of the request: what the contract allows is taken, everything else is refused at exactly that field, and nothing of it is
/// recorded.
/// </summary>
public sealed class FieldTests
{
    LiveService service = null!;

    public static IEnumerable<TestCaseData> EveryField => Named(Fields.All);

    public static IEnumerable<TestCaseData> Terms => Named(Fields.All.Where(one => one.Kind is Kind.Enum or Kind.EnumList));

    public static IEnumerable<TestCaseData> Lists => Named(Fields.All.Where(one => one.Kind is Kind.EnumList or Kind.ObjectList));

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public void The_table_names_every_field_of_the_example()
    {
        Assert.That(
            PathsOf(Example.Node(), "").Distinct(),
            Is.SubsetOf(Fields.All.Select(field => WithoutPositions(field.Path)).ToHashSet())
        );
    }

    [TestCaseSource(nameof(EveryField))]
    public async Task What_a_field_may_not_hold_is_refused_there(Field field)
    {
        var entries = await service.EntriesAsync();
        var wrong = new List<string>();
        foreach (var (json, inside) in Fields.Refused(field))
        {
            var reply = await service.RankAsync(Example.With(field.Path, json));
            if (
                reply.Status != HttpStatusCode.BadRequest
                || reply.FaultAsProblem() is not null
                || !reply.FaultyFields.SequenceEqual([field.Path + inside])
            )
                wrong.Add($"{json[..Math.Min(json.Length, 80)]} → {reply}");
        }
        Assert.That(wrong, Is.Empty);
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    [TestCaseSource(nameof(EveryField))]
    public async Task A_field_spelt_otherwise_is_refused(Field field)
    {
        var name = field.Path.Split('.')[^1].Split('[')[0];
        var parent = field.Path[..^field.Path.Split('.')[^1].Length];
        foreach (var other in new[] { name.ToUpperInvariant(), name + "s", "_" + name, name + " " })
        {
            var reply = await service.RankAsync(Example.With(parent + other, "null"));
            Assert.That((reply.Status, string.Join(' ', reply.FaultyFields)), Is.EqualTo((HttpStatusCode.BadRequest, parent + other)));
        }
    }

    [TestCaseSource(nameof(EveryField))]
    public async Task A_field_given_twice_is_refused(Field field)
    {
        // The same value again changes nothing, and is refused all the same: whoever sends it meant something else.
        var name = field.Path.Split('.')[^1];
        var twice = Example
            .With(field.Path, "null")
            .Replace($"\"{name}\":null", $"\"{name}\":null,\"{name}\":null", StringComparison.Ordinal);
        var reply = await service.RankAsync(twice);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.FaultyFields, Has.Member(field.Path));
        Assert.That(reply.Json.GetProperty("errors").GetProperty(field.Path).GetRawText(), Does.Contain("er angivet to gange"));
    }

    [TestCaseSource(nameof(EveryField))]
    public async Task A_field_may_be_unknown_unless_it_is_required(Field field)
    {
        if (Fields.IsRequired(field) || field.Path == "child.ageYears")
            return;
        foreach (var body in new[] { Example.With(field.Path, "null"), Example.Without(field.Path) })
        {
            var reply = await service.RankAsync(body);
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
        }
    }

    [TestCaseSource(nameof(Terms))]
    public async Task Every_word_of_the_contract_is_taken(Field field)
    {
        foreach (var word in field.Values)
        {
            var reply = await service.RankAsync(Example.With(field.Path, field.Kind == Kind.Enum ? $"\"{word}\"" : $"[\"{word}\"]"));
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), $"{word}: {reply}");
        }
    }

    [TestCaseSource(nameof(Lists))]
    public async Task A_list_holds_at_most_fifty_items(Field field)
    {
        var item = field.Kind == Kind.EnumList ? $"\"{field.Values[0]}\"" : Example.At(field.Path + "[0]").ToJsonString();
        foreach (
            var (count, expected) in new[] { (0, HttpStatusCode.Created), (50, HttpStatusCode.Created), (51, HttpStatusCode.BadRequest) }
        )
        {
            var reply = await service.RankAsync(Example.With(field.Path, $"[{string.Join(',', Enumerable.Repeat(item, count))}]"));
            Assert.That(reply.Status, Is.EqualTo(expected), $"{count}: {reply}");
        }
    }

    [TestCase("child.ageYears", "0", "17")]
    [TestCase("child.absconding.episodesLast12Months", "0", "1000")]
    [TestCase("child.absconding.longestAbsenceDays", "0", "3650")]
    public async Task The_ends_of_a_range_belong_to_it(string path, string least, string most)
    {
        foreach (var number in new[] { least, most })
            Assert.That((await service.RankAsync(Example.With(path, number))).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [TestCase("F84")]
    [TestCase("F90.0")]
    [TestCase("DF900")]
    [TestCase("Z61.5")]
    [TestCase("DE109")]
    public async Task Codes_of_any_chapter_are_taken_in_both_spellings(string code)
    {
        Assert.That(
            (await service.RankAsync(Example.With("child.diagnoses[0].code", $"\"{code}\""))).Status,
            Is.EqualTo(HttpStatusCode.Created)
        );
    }

    [TestCase("F26", "da", "er ikke en kode i ICD-10: F26 findes ikke")]
    [TestCase("DF270", "da", "er ikke en kode i ICD-10: F27 findes ikke")]
    [TestCase("F97.1", "en", "is no code of ICD-10, which has no F97")]
    public async Task A_code_that_does_not_exist_is_refused(string code, string language, string fault)
    {
        var reply = await service.RankAsync(Example.With("child.diagnoses[0].code", $"\"{code}\""), language: language);
        Assert.That(
            (reply.Status, reply.Json.GetProperty("errors").GetProperty("child.diagnoses[0].code")[0].GetString()),
            Is.EqualTo((HttpStatusCode.BadRequest, fault)),
            reply.Text
        );
    }

    [TestCase("a")]
    [TestCase("-_./")]
    [TestCase("Sø-12/å.Æ_3")]
    [TestCase("1234567890123456789012345678901234567890123456789012345678901234")]
    public async Task A_case_reference_may_hold_letters_digits_and_four_signs(string reference)
    {
        var reply = await service.RankAsync(Example.With("caseReference", $"\"{reference}\""));
        Assert.That((reply.Status, reply.Json.GetProperty("caseReference").GetString()), Is.EqualTo((HttpStatusCode.Created, reference)));
    }

    [Test]
    public async Task Neither_age_nor_birth_date_is_a_fault_of_both_and_so_are_both()
    {
        foreach (
            var body in new[]
            {
                Example.Without("child.ageYears"),
                Example.With("child.birthDate", "\"2011-01-01\""),
                Example.With(("child.ageYears", "null"), ("child.birthDate", "null")),
            }
        )
            Assert.That((await service.RankAsync(body)).FaultyFields, Is.EqualTo(new[] { "child.ageYears", "child.birthDate" }));
    }

    // The child is 17 on the last of these days and 18 on the next.
    [TestCase("2008-11-23", "2026-11-22", true)]
    [TestCase("2008-11-22", "2026-11-22", false)]
    [TestCase("2026-11-22", "2026-11-22", true)]
    [TestCase("2026-11-23", "2026-11-22", false)]
    [TestCase("2008-02-29", "2026-02-28", true)]
    [TestCase("2008-02-29", "2026-03-01", false)]
    [TestCase("2024-02-29", "2024-02-29", true)]
    [TestCase("2024-02-29", "2024-02-28", false)]
    [TestCase("0001-01-01", "2026-11-22", false)]
    [TestCase("9999-12-31", "2026-11-22", false)]
    [TestCase("9982-12-31", "9999-12-31", true)]
    public async Task A_birth_date_must_give_a_childs_age_on_the_day(string birthDate, string asOf, bool isChild)
    {
        var body = Example.With(
            ("child.ageYears", "null"),
            ("child.birthDate", $"\"{birthDate}\""),
            ("asOf", $"\"{asOf}\""),
            ("child.placements", "null")
        );
        var reply = await service.RankAsync(body);
        Assert.That(
            (reply.Status, string.Join(' ', isChild ? [] : reply.FaultyFields)),
            Is.EqualTo(isChild ? (HttpStatusCode.Created, "") : (HttpStatusCode.BadRequest, "child.birthDate")),
            reply.Text
        );
    }

    [TestCase("\"2026-02-29\"")]
    [TestCase("\"29-02-2008\"")]
    [TestCase("20080229")]
    [TestCase("\"\\ud800\"")]
    public async Task A_birth_date_that_is_no_date_is_refused(string date)
    {
        var node = Example.Node();
        node["child"]!.AsObject().Remove("ageYears");
        var body = node.ToJsonString().Replace("\"child\":{", $"\"child\":{{\"birthDate\":{date},", StringComparison.Ordinal);
        Assert.That((await service.RankAsync(body)).FaultyFields, Is.EqualTo(new[] { "child.birthDate" }));
    }

    [TestCase("2023-12-31", HttpStatusCode.BadRequest)]
    [TestCase("2024-01-01", HttpStatusCode.Created)]
    public async Task Before_the_rules_begin_nothing_can_be_ranked(string asOf, HttpStatusCode expected)
    {
        var reply = await service.RankAsync(Example.With(("asOf", $"\"{asOf}\""), ("child.placements", "null")));
        Assert.That(reply.Status, Is.EqualTo(expected));
        Assert.That(expected == HttpStatusCode.Created ? ["asOf"] : reply.FaultyFields, Is.EqualTo(new[] { "asOf" }));
    }

    [Test]
    public async Task Several_faults_are_all_listed_each_at_its_path()
    {
        var body = Example.With(
            ("caseReference", "\"a b\""),
            ("asOf", "\"2026-02-30\""),
            ("mode", "\"RULES\""),
            ("child.ageYears", "18"),
            ("child.diagnoses[1].code", "\"?\""),
            ("child.diagnoses[1].sure", "true"),
            ("child.crime.involvement", "2"),
            ("child.protectiveFactors[1]", "\"Motivation\""),
            ("child.placements[0].to", "\"2024-01-01\""),
            ("wishes.child[0].placementId", "\"nowhere\""),
            ("conflicts[0].reason", "null"),
            ("legal.grounds[0]", "\"none\""),
            ("legal.extra", "[]")
        );
        var reply = await service.RankAsync(body, query: "?top=0&tops=1", idempotencyKey: "010101-1234");
        Assert.That(
            reply.FaultyFields,
            Is.EquivalentTo(
                new[]
                {
                    "Idempotency-Key",
                    "asOf",
                    "caseReference",
                    "child.ageYears",
                    "child.crime.involvement",
                    "child.diagnoses[1].code",
                    "child.diagnoses[1].sure",
                    "child.placements[0].to",
                    "child.protectiveFactors[1]",
                    "conflicts[0].reason",
                    "legal.extra",
                    "legal.grounds[0]",
                    "mode",
                    "top",
                    "tops",
                    "wishes.child[0].placementId",
                }
            )
        );
    }

    [Test]
    public async Task A_civil_registration_number_hides_no_other_fault()
    {
        var reply = await service.RankAsync(
            Example.With(("caseReference", "\"010101-1234\""), ("child.selfHarm", "\"MILD\""), ("wishes.x", "1")),
            query: "?top=0"
        );
        Assert.That(reply.FaultyFields, Is.EquivalentTo(new[] { "caseReference", "child.selfHarm", "top", "wishes.x" }));
    }

    [Test]
    public async Task An_unreadable_body_hides_no_fault_outside_it()
    {
        var reply = await service.RankAsync("{", query: "?top=0", idempotencyKey: "010101-1234");
        Assert.That(reply.FaultyFields, Is.EquivalentTo(new[] { "Idempotency-Key", "body", "top" }));
    }

    static IEnumerable<TestCaseData> Named(IEnumerable<Field> fields) =>
        fields.Select(field => new TestCaseData(field).SetArgDisplayNames(field.Path));

    static string WithoutPositions(string path) => Regex.Replace(path, @"\[\d+\]", "");

    static IEnumerable<string> PathsOf(JsonNode? node, string path) =>
        node switch
        {
            JsonObject one => one.SelectMany(pair =>
                PathsOf(pair.Value, path.Length == 0 ? pair.Key : $"{path}.{pair.Key}")
                    .Append(path.Length == 0 ? pair.Key : $"{path}.{pair.Key}")
            ),
            JsonArray list => list.SelectMany(item => PathsOf(item, path)),
            _ => [],
        };
}
