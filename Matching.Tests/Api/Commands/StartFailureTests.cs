using Dapper;
using Matching.Api.Commands.Verbs;
using Matching.Api.Hosting;
using Matching.Api.Storage;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Npgsql;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

/// <summary>What keeps the service from starting on PostgreSQL, reported in plain words, the password never.</summary>
public sealed class StartFailureTests
{
    const string Password = "pw-that-must-not-show";

    [TestCase(14, false, "PostgreSQL 14")]
    [TestCase(17, true, "standby")]
    public void A_server_that_cannot_hold_the_record_is_refused(int version, bool isStandby, string word) =>
        Assert.That(PostgresDatabase.Refusal(version, isStandby), Does.Contain(word));

    [TestCase(15)]
    [TestCase(18)]
    public void A_server_that_can_is_taken(int version) => Assert.That(PostgresDatabase.Refusal(version, isStandby: false), Is.Null);

    [TestCase(PostgresErrorCodes.InvalidPassword, "password")]
    [TestCase(PostgresErrorCodes.InvalidCatalogName, "not there")]
    [TestCase(PostgresErrorCodes.InsufficientPrivilege, "may not")]
    [TestCase(PostgresErrorCodes.CannotConnectNow, "Try again")]
    public void A_refusal_of_the_server_is_told_by_its_cause(string code, string word) =>
        Assert.That(StartFailure.Explain(new PostgresException("inner", "FATAL", "FATAL", code)), Does.Contain(word));

    [Test]
    public async Task A_server_that_is_not_there_is_told_without_the_password()
    {
        var folder = await FolderWithKeyAsync();
        var told = await ToldAsync(folder, $"Host=127.0.0.1;Port=9;Username=matching;Password={Password};Timeout=2");
        Assert.That(told, Does.Contain("cannot be reached").And.Not.Contain(Password));
    }

    [Test]
    public async Task A_database_that_is_not_there_is_told()
    {
        var folder = await FolderWithKeyAsync();
        var there = new NpgsqlConnectionStringBuilder(PostgresCluster.Shared.NewSchema()) { Database = "nowhere", Password = Password };
        Assert.That(await ToldAsync(folder, there.ToString()), Does.Contain("is not there").And.Not.Contain(Password));
    }

    [Test]
    public async Task A_database_newer_than_the_program_is_told()
    {
        var folder = await FolderWithKeyAsync();
        var schema = PostgresCluster.Shared.NewSchema();
        await using (var connection = new NpgsqlConnection(schema))
        {
            await connection.ExecuteAsync(
                """
                CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL);
                INSERT INTO schema_migrations VALUES (9000, 'later', 'later');
                """
            );
        }
        Assert.That(await ToldAsync(folder, schema), Does.Contain("9000").And.Contain("newer than this program"));
    }

    static async Task<string> ToldAsync(string folder, string connectionString)
    {
        try
        {
            var fault = await Assert.CatchAsync(() =>
                MatchingApplication.BuildAsync([
                    $"--DataDirectory={folder}",
                    "--urls=http://127.0.0.1:0",
                    $"--ConnectionStrings:Postgres={connectionString}",
                    .. LiveService.CallerSettings,
                ])
            );
            return StartFailure.Explain(fault!)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Without a key the service would first look, for a while, whether the database holds a record already.
    static async Task<string> FolderWithKeyAsync()
    {
        var folder = TemporaryStore.NewFolder();
        Directory.CreateDirectory(folder);
        var key = Path.Combine(folder, "master.key");
        await File.WriteAllTextAsync(key, Convert.ToBase64String(new byte[32]));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return folder;
    }
}
