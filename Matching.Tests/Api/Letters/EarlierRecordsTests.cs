using System.Net;
using System.Text.Json;
using Matching.Api.Storage;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Letters;

/// <summary>Rankings of before there were letters, decisions and rights, as their own programs recorded them.</summary>
public sealed class EarlierRecordsTests
{
    /// <summary>The texts that a record was made with have letters, and lack those that came later.</summary>
    [Test]
    public async Task A_record_of_when_there_were_letters_gets_later_ones_without_a_key_or_a_gap(
        [Values("committee", "parent", "child", "duty", "place")] string audience,
        [Values("da", "en")] string lang
    )
    {
        var folder = TemporaryStore.NewFolder();
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "matching.db", "master.key" })
            PrivateFile.Copy(RepositoryFiles.PathOf("Matching.Tests", "Data", "stores", "schema-0006", file), Path.Combine(folder, file));
        await using var old = await LiveService.StartOnAsync(folder);
        var id = JsonSerializer
            .Deserialize<JsonElement>(
                await File.ReadAllBytesAsync(RepositoryFiles.PathOf("Matching.Tests", "Data", "stores", "schema-0006", "expected.json"))
            )[0]
            .GetProperty("RankingId")
            .GetString();
        var letter = await old.GetAsync($"/v1/rankings/{id}/explanation?audience={audience}&lang={lang}");
        Assert.That(letter.Status, Is.EqualTo(HttpStatusCode.OK), letter.Text);
        Assert.That(letter.Text, Does.Not.Match($@"\b{audience}\.[a-z]").And.Not.Contain("{"));
    }

    [TestCase("schema-0004")]
    [TestCase("schema-0005")]
    public async Task An_earlier_record_gets_a_letter_in_the_words_in_force_and_without_what_it_lacks(string name)
    {
        var folder = TemporaryStore.NewFolder();
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "matching.db", "master.key" })
            PrivateFile.Copy(RepositoryFiles.PathOf("Matching.Tests", "Data", "stores", name, file), Path.Combine(folder, file));
        await using var old = await LiveService.StartOnAsync(folder);
        var id = JsonSerializer
            .Deserialize<JsonElement>(
                await File.ReadAllBytesAsync(RepositoryFiles.PathOf("Matching.Tests", "Data", "stores", name, "expected.json"))
            )[0]
            .GetProperty("RankingId")
            .GetString();
        var texts = (await old.GetAsync($"/v1/rankings/{id}")).Json.GetProperty("versions").GetProperty("texts").GetString();
        foreach (var audience in new[] { "committee", "parent", "child" })
        {
            var letter = await old.SendAsync(
                HttpMethod.Get,
                $"/v1/rankings/{id}/explanation?audience={audience}",
                change: request => request.Headers.TryAddWithoutValidation("Accept", "application/json")
            );
            Assert.That(letter.Status, Is.EqualTo(HttpStatusCode.OK), letter.Text);
            Assert.That(
                letter.Json.GetProperty("textsVersion").GetString(),
                Is.EqualTo(TestReferenceData.Texts.Version).And.Not.EqualTo(texts)
            );
            Assert.That(
                letter.Json.GetProperty("checks").EnumerateArray().Select(check => check.GetString()),
                Has.Some.Contains("Rangordningen er fra før")
            );
            Assert.That(letter.Text, Does.Contain("Skodsborg").And.Not.Contain("Ankestyrelsen"));
            Assert.That(letter.Text.Contains("116 111"), Is.EqualTo(audience == "child"), "rights are those in force");
        }
    }
}
