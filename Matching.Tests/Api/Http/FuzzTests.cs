using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Http;

/// <summary>
/// Thousands of spoilt requests: none is recorded, none breaks anything, and every one is reported what is wrong with it.
/// </summary>
public sealed class FuzzTests
{
    const int RequestsPerScale = 2_500;
    const int AtOnce = 8;
    const int MostShown = 20;

    [Test]
    public async Task No_spoilt_request_breaks_the_service_or_is_recorded()
    {
        var seed = Scale.NewSeed();
        await using var service = await LiveService.StartAsync();
        var before = await service.RankAsync(Example.Json);
        var wrong = new ConcurrentBag<string>();
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
        await Parallel.ForAsync(
            0,
            RequestsPerScale * Scale.Factor,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, _) =>
            {
                var request = BadRequests.Make(seed, number);
                if (await FaultOfAsync(service, request, statuses) is { } fault)
                    wrong.Add($"seed {seed}, number {number}, {request.What}: {fault}");
            }
        );

        TestContext.Out.WriteLine(
            string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{(int)status.Key}: {status.Value}"))
        );
        Assert.That(wrong.Order(StringComparer.Ordinal).Take(MostShown), Is.Empty, $"{wrong.Count} in all");
        var after = await service.RankAsync(Example.Json);
        Assert.That((after.Status, after.WithoutIdAndTime), Is.EqualTo((HttpStatusCode.Created, before.WithoutIdAndTime)));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(2), "Only the two well-formed rankings are recorded.");
        Assert.That(service.Log.Faults, Is.Empty);
        Assert.That(
            statuses.Keys,
            Is.SupersetOf(new[] { 400, 401, 404, 405, 415 }.Select(status => (HttpStatusCode)status)),
            "The requests must differ in what is wrong with them."
        );
    }

    [Test]
    public void The_same_seed_spoils_the_same_way()
    {
        static string Of(int number)
        {
            var request = BadRequests.Make(4711, number);
            return $"{request.What} {request.Path} {Encoding.UTF8.GetString(request.Body ?? [])}";
        }
        var (once, again) = (Enumerable.Range(0, 500).Select(Of).ToList(), Enumerable.Range(0, 500).Select(Of).ToList());
        Assert.That(again, Is.EqualTo(once));
        Assert.That(once.Distinct().Count(), Is.GreaterThan(400));
    }

    static async Task<string?> FaultOfAsync(LiveService service, BadRequest request, ConcurrentDictionary<HttpStatusCode, int> statuses)
    {
        Reply reply;
        try
        {
            reply = await service.SendAsync(request.ToMessage());
        }
        catch (HttpRequestException broken)
        {
            return broken.ToString();
        }
        statuses.AddOrUpdate(reply.Status, 1, (_, count) => count + 1);
        if (reply.FaultAsProblem() is { } fault)
            return $"{fault}: {reply.Text}";
        if (request.Faulty is not null && !reply.FaultyFields.Contains(request.Faulty))
            return $"{request.Faulty} is not named: {reply}";
        return request.Secret is not null && (reply.ToString() + reply.Headers).Contains(request.Secret, StringComparison.Ordinal)
            ? $"repeats what it must not: {reply}"
            : null;
    }
}
