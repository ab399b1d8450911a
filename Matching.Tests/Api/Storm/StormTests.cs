using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Matching.Tests.Api.Cases;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Storm;

/// <summary>
/// Requests made from the OpenAPI document, valid and spoilt, by many callers at once while rankings, teams, holds, erasures and keys
/// change: nothing fails on
/// our side, every refusal is a problem that says nothing of the inside, nothing hangs, memory stays flat, and the log is intact in the
/// end.
/// </summary>
[OnEachStore]
[NonParallelizable] // Measures the heap of the whole process.
public sealed class StormTests
{
    const int RequestsPerScale = 10_000;
    const int PostgresShare = 10;
    const int Callers = 32;
    const int MostShown = 8;
    const int LongestShown = 3_000;
    const double MostGrowth = 1.5;
    const long GrowthAllowed = 20 << 20;
    static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(5);

    // What would say of the inside.
    static readonly string[] Inside =
    [
        "System.",
        "Npgsql",
        "SQLite",
        "   at ",
        "at Matching.",
        "Exception",
        "/tmp/",
        ".cs:line",
        "SELECT ",
        "log_entries",
    ];

    readonly ConcurrentDictionary<string, int> statuses = new();
    readonly ConcurrentDictionary<string, int> bare = new();
    readonly ConcurrentQueue<string> wrong = new();
    int succeeded;
    int unspoilt;

    [Test]
    public async Task No_request_breaks_the_service()
    {
        var seed = Scale.NewSeed();
        var total = RequestsPerScale * Scale.Factor / (OnEachStoreAttribute.Current == StoreKind.Postgres ? PostgresShare : 1);
        var data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        await using var service = await LiveService.StartAsync($"--DataFolder={data}");
        var before = await service.RankAsync(Example.Json);
        var places = (await service.GetAsync("/v1/placements"))
            .Json.GetProperty("placements")
            .EnumerateArray()
            .Select(place => place.GetProperty("id").GetString()!)
            .ToList();
        var known = new Known(
            places,
            (await service.GetAsync("/v1/models")).Json.GetProperty("models")[0].GetProperty("version").GetString()!
        );
        var forge = new Forge(ApiDocument.Load(RepositoryFiles.PathOf("Matching.Api", "openapi.json")), known, seed);

        var watch = Stopwatch.StartNew();
        await RunAsync(service, forge, known, 0, total / 5);
        var early = GC.GetTotalMemory(forceFullCollection: true);
        await RunAsync(service, forge, known, total / 5, total);
        var late = GC.GetTotalMemory(forceFullCollection: true);
        watch.Stop();

        TestContext.Out.WriteLine(
            $"{total} requests in {watch.Elapsed.TotalSeconds:0.0} s ({total / watch.Elapsed.TotalSeconds:0}/s), heap {early >> 20} "
                + $"MiB at a fifth, {late >> 20} MiB at the end, {succeeded} of {unspoilt} unspoilt succeeded"
        );
        TestContext.Out.WriteLine(
            string.Join(
                ", ",
                statuses.OrderBy(status => status.Key, StringComparer.Ordinal).Select(status => $"{status.Key}: {status.Value}")
            )
        );
        TestContext.Out.WriteLine(
            "refused by the web server itself, without a body: "
                + string.Join("; ", bare.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} ({one.Value})"))
        );
        Assert.That(service.Log.Faults.Take(MostShown), Is.Empty);
        Assert.That(wrong.Take(MostShown), Is.Empty, $"{wrong.Count} in all");
        Assert.That(late, Is.LessThan(early * MostGrowth + GrowthAllowed));
        Assert.That(succeeded, Is.GreaterThan(unspoilt * 2 / 5), "Many of the requests that follow the document must succeed.");
        Assert.That(
            statuses.Keys,
            Is.SupersetOf(new[] { "200", "201", "204", "400", "401", "403", "404", "405", "415", "422" }),
            "The requests must differ in what they lead to."
        );
        var after = await service.RankAsync(Example.Json);
        Assert.That((before.Status, after.Status), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.Created)), after.Text);
        await HoldsAndForgetsStillAsync(service, after.RankingId);
        var verification = (await service.GetAsync("/v1/audit/verification")).Json;
        Assert.That(verification.GetProperty("intact").GetBoolean(), Is.True, verification.GetRawText());
        Directory.Delete(data, recursive: true);
    }

    /// <summary>
    /// That a hold keeps a case and an erased one is gone is too rare among requests by chance to be waited for, so it is tried by itself
    /// when the storm is over.
    /// </summary>
    static async Task HoldsAndForgetsStillAsync(LiveService service, string rankingId)
    {
        using var example = JsonDocument.Parse(Example.Json);
        var path = $"/v1/cases/{Uri.EscapeDataString(example.RootElement.GetProperty("caseReference").GetString()!)}";
        foreach (var (held, expected) in new[] { (true, HttpStatusCode.Conflict), (false, HttpStatusCode.OK) })
        {
            await service.SendAsync(
                HttpMethod.Put,
                $"{path}/legal-hold",
                LiveService.Content($$"""{"held":{{(held ? "true" : "false")}},"reason":"complaint"}""")
            );
            Assert.That(
                (
                    await service.SendAsync(
                        HttpMethod.Post,
                        $"{path}/erasure",
                        LiveService.Content("""{"reason":"data-subject-request"}""")
                    )
                ).Status,
                Is.EqualTo(expected)
            );
        }
        Assert.That((await service.GetAsync($"/v1/rankings/{rankingId}")).Status, Is.EqualTo(HttpStatusCode.Gone));
    }

    async Task RunAsync(LiveService service, Forge forge, Known known, int from, int to)
    {
        var next = from - 1;
        await Task.WhenAll(
            Enumerable
                .Range(0, Callers)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        RawConnection? connection = null;
                        for (int number; (number = Interlocked.Increment(ref next)) < to; )
                        {
                            var draft = forge.Make(number);
                            var bytes = draft.Write();
                            using var patience = new CancellationTokenSource(LongestAnswer);
                            RawAnswer? answer = null;
                            string? fault;
                            try
                            {
                                connection ??= await RawConnection.OpenAsync(service.Address.Port, patience.Token);
                                answer = await connection.AskAsync(bytes, draft.WaitsForMore, draft.Method == "HEAD", patience.Token);
                                fault = FaultOf(draft, answer, known);
                            }
                            catch (OperationCanceledException)
                            {
                                fault = "no answer in time";
                            }
                            catch (Exception broken)
                            {
                                fault = broken.ToString();
                            }
                            if (fault is not null)
                                wrong.Enqueue(
                                    $"number {number}, {draft.Operation}, {string.Join(" and ", draft.What)}: "
                                        + $"{fault}\n{Shown(bytes)}\n--- answered\n{answer}"
                                );
                            if (answer is null || answer.Closes || draft.EndsConnection || fault is not null)
                            {
                                connection?.Dispose();
                                connection = null;
                            }
                        }
                        connection?.Dispose();
                    })
                )
        );
    }

    /// <summary>What is wrong with an answer; null when nothing is.</summary>
    string? FaultOf(Draft draft, RawAnswer? answer, Known known)
    {
        if (answer is null)
        {
            statuses.AddOrUpdate("cut", 1, (_, count) => count + 1);
            if (draft.What.Count == 1)
                bare.AddOrUpdate($"cut after {Kind(draft)}", 1, (_, count) => count + 1);
            return draft.Trust == Trust.Malformed || draft.EndsConnection ? null : "no answer";
        }
        statuses.AddOrUpdate($"{answer.Status}", 1, (_, count) => count + 1);
        if (draft.Secret is { } secret && answer.ToString().Contains(secret, StringComparison.Ordinal))
            return "repeats a civil registration number";
        if (answer.Status >= 500 && !IsOfTheWebServer(draft, answer) && !IsBusy(draft, answer))
            return "a fault on our side";
        if (!draft.IsSpoilt)
        {
            Interlocked.Increment(ref unspoilt);
            if (answer.Status < 300)
                Interlocked.Increment(ref succeeded);
        }
        if (answer.Status >= 400)
            return FaultAsProblem(draft, answer);
        return draft.Trust == Trust.Integer && !draft.Operation.Answers.Contains(answer.Status)
            ? "a status the document does not name"
            : Learn(draft, answer, known);
    }

    string? FaultAsProblem(Draft draft, RawAnswer answer)
    {
        if (answer.Body.Length == 0)
        {
            if (draft.Method == "HEAD")
                return null;
            if (!IsOfTheWebServer(draft, answer))
                return "a refusal without a body";
            if (draft.What.Count == 1)
                bare.AddOrUpdate($"{answer.Status} to {Kind(draft)}", 1, (_, count) => count + 1);
            return null;
        }
        var text = answer.Text;
        if (Inside.FirstOrDefault(word => text.Contains(word, StringComparison.Ordinal)) is { } told)
            return $"tells of the inside: {told}";
        if (!answer.Has("Content-Type: application/problem+json") || !answer.Has("X-Content-Type-Options: nosniff"))
            return "not a problem";
        var problem = JsonSerializer.Deserialize<JsonElement>(answer.Body);
        if (problem.GetProperty("status").GetInt32() != answer.Status || string.IsNullOrEmpty(problem.GetProperty("title").GetString()))
            return "status or title are not as they must be";
        return draft.Trust == Trust.Integer && !draft.Operation.Answers.Contains(answer.Status)
            ? "a status the document does not name"
            : null;
    }

    /// <summary>Whether the web server refused it before anything of ours was asked.</summary>
    static bool IsOfTheWebServer(Draft draft, RawAnswer answer) =>
        draft.Trust != Trust.Integer
        && answer is { Body.Length: 0, Closes: true, Status: 400 or 405 or 408 or 411 or 413 or 414 or 431 or 505 }
        && !answer.Has("X-Content-Type-Options");

    /// <summary>Whether it asked for work over the whole log while others waited for the same, and was told when to come back.</summary>
    static bool IsBusy(Draft draft, RawAnswer answer) =>
        draft.Operation.Path == "/v1/audit/verification" && answer.Status == 503 && answer.Has("Retry-After: ");

    static string Kind(Draft draft) =>
        draft.What[0] is var what && what.IndexOf("%00", StringComparison.Ordinal) > 0
            ? "address with %00"
            : string.Join(' ', what.Split(':')[0].Split('/')[0].Split(' ').Take(5));

    static string? Learn(Draft draft, RawAnswer answer, Known known)
    {
        if (
            answer.Status is not (200 or 201 or 202)
            || draft.Trust != Trust.Integer
            || draft.Operation.Method != "POST"
            || answer.Body.Length == 0
        )
            return null;
        if (draft.Operation.Path == "/v1/rankings")
        {
            var id = JsonSerializer.Deserialize<JsonElement>(answer.Body).GetProperty("rankingId").GetString()!;
            known.AddRanking(id);
            return draft.IdempotencyKey is { } key && !draft.IsSpoilt ? known.Repeated(key, id, answer.Status == 201) : null;
        }
        if (draft.Operation.Path == "/v1/rankings/{id}/what-if")
        {
            var told = JsonSerializer.Deserialize<JsonElement>(answer.Body);
            known.AddWhatIf(told.GetProperty("rankingId").GetString()!, told.GetProperty("whatIfId").GetString()!);
        }
        if (draft.Operation.Path == "/v1/stays")
            known.AddStay(JsonSerializer.Deserialize<JsonElement>(answer.Body).GetProperty("stayId").GetString()!);
        if (draft.Operation.Path == "/v1/cases/{caseReference}/searches")
            known.AddSearch(JsonSerializer.Deserialize<JsonElement>(answer.Body).GetProperty("searchId").GetString()!);
        if (draft.Operation.Path == "/v1/searches/{id}/offers")
            known.AddOffer(JsonSerializer.Deserialize<JsonElement>(answer.Body).GetProperty("offerId").GetString()!);
        if (answer.Status == 202)
            known.AddRun(JsonSerializer.Deserialize<JsonElement>(answer.Body).GetProperty("id").GetString()!);
        if (draft.Operation.Path == "/v1/keys")
            known.AddKey(JsonSerializer.Deserialize<JsonElement>(answer.Body).GetProperty("id").GetString()!);
        return null;
    }

    static string Shown(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        return text.Length <= LongestShown ? text : $"{text[..LongestShown]}… ({text.Length} bytes)";
    }
}
