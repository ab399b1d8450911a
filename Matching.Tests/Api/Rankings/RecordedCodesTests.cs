using System.Text.Json;
using Matching.Api.Rankings;
using Matching.Engine.Parsing;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Rankings;

/// <summary>Codes recorded before they were looked up: what stands in the record is read, and what is added to it is not.</summary>
public sealed class RecordedCodesTests
{
    static readonly DateOnly Day = new(2026, 11, 22);

    [Test]
    public void A_recorded_request_with_one_is_read_again() =>
        Assert.That(
            RankingRequestReader.ReadRecorded(Request("F26"), TestReferenceData.Shipped, Day).Profile.Diagnoses![0].Code,
            Is.EqualTo("F26")
        );

    [TestCase("F26", "F26", true)]
    [TestCase("F26", "DF26", true)]
    [TestCase("F26", "F27", false)]
    [TestCase("F84", "F26", false)]
    public void A_change_to_it_keeps_its_codes_and_brings_no_others(string recorded, string changed, bool isTaken)
    {
        var problems = new Problems();
        var request = RankingRequestReader.ReadPatched(Request(changed), Request(recorded), TestReferenceData.Shipped, Day, problems);
        Assert.That((request is not null, problems.None), Is.EqualTo((isTaken, isTaken)));
    }

    static JsonElement Request(string code)
    {
        using var json = JsonDocument.Parse(Example.With("child.diagnoses[0].code", $"\"{code}\""));
        return json.RootElement.Clone();
    }
}
