using System.Net;
using Dapper;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>A database that is told, while the service runs, to lose what it says is committed does not go unnoticed.</summary>
public sealed class DurabilityTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [TestCase("PRAGMA synchronous = OFF", "synchronous is not FULL")]
    [TestCase("PRAGMA synchronous = NORMAL", "synchronous is not FULL")]
    [TestCase("PRAGMA synchronous = EXTRA", null)]
    [TestCase("PRAGMA synchronous = FULL", null)]
    public async Task The_writing_connection_of_the_embedded_database_says_by_what_it_would_lose(string pragma, string? setting)
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.Store.DisposeAsync();
        using var database = new SqliteDatabase(temporary.DatabaseFile);
        using var writer = database.OpenWriter();
        Assert.That(database.UnsafeSetting(writer), Is.Null);
        writer.Execute(pragma);
        Assert.That(database.UnsafeSetting(writer), Is.EqualTo(setting));
    }

    [TestCase("fsync")]
    [TestCase("full_page_writes")]
    [NonParallelizable]
    public async Task What_is_switched_off_on_PostgreSQL_by_a_reload_is_told_until_it_is_on_again(string setting)
    {
        using var cluster = PostgresCluster.New();
        var postgres = cluster.NewSchema();
        await using var service = await LiveService.StartAsync($"--ConnectionStrings:Postgres={postgres}");
        Assert.That(await CodesAsync(service), Is.Empty);
        Set("off");
        await UntilAsync(service, codes => codes.Contains("not-durable"));
        Assert.That(service.Log.Faults, Has.Some.Contains($"{setting} off"));
        Set("on");
        await UntilAsync(service, codes => codes.Length == 0);

        void Set(string value)
        {
            using var connection = new Npgsql.NpgsqlConnection(postgres);
            connection.Execute($"ALTER SYSTEM SET {setting} = {value}");
            connection.Execute("SELECT pg_reload_conf()");
        }
    }

    static async Task UntilAsync(LiveService service, Func<string[], bool> isSo)
    {
        using var tooLong = new CancellationTokenSource(Patience);
        while (!isSo(await CodesAsync(service)))
            await Task.Delay(100, tooLong.Token);
    }

    static async Task<string[]> CodesAsync(LiveService service)
    {
        var ready = await service.GetAsync("/health/ready", caller: "");
        return ready.Status == HttpStatusCode.OK
            ? []
            : [.. ready.Json.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()!)];
    }
}
