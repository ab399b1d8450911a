using Dapper;
using Matching.Api.Storage;
using Matching.Tests.Api.Commands;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>
/// What someone adds to the database, or takes away, that could change or hide what is recorded is named, wherever one looks.
/// </summary>
public sealed class SchemaTests
{
    const string Added =
        "CREATE TRIGGER quiet AFTER INSERT ON log_entries BEGIN UPDATE store_settings SET value = 'x' WHERE name = 'nothing'; END";

    [TestCase(Added, "trigger quiet on log_entries was added")]
    [TestCase("CREATE TRIGGER keep BEFORE DELETE ON cases BEGIN SELECT RAISE(IGNORE); END", "trigger keep on cases was added")]
    [TestCase("CREATE VIEW shown AS SELECT 1 AS one", "view shown was added")]
    [TestCase("CREATE TABLE copied (id INTEGER)", "table copied was added")]
    [TestCase("CREATE INDEX by_caller ON log_entries (caller)", "index by_caller on log_entries was added")]
    [TestCase("DROP TRIGGER documents_are_never_deleted", "trigger documents_are_never_deleted on documents is missing")]
    [TestCase("DROP INDEX log_entries_by_kind", "index log_entries_by_kind on log_entries is missing")]
    [TestCase("ALTER TABLE store_settings ADD COLUMN more TEXT", "table store_settings was changed")]
    [TestCase(
        "DROP TRIGGER log_entries_are_never_changed; CREATE TRIGGER log_entries_are_never_changed BEFORE UPDATE ON log_entries BEGIN SELECT 1; END",
        "trigger log_entries_are_never_changed on log_entries was changed"
    )]
    public async Task In_the_embedded_database_it_is_named_and_at_the_start_too(string sql, string difference)
    {
        var log = new CapturedLog();
        await using var temporary = TemporaryStore.Open(new StorageOptions { Logger = log.CreateLogger("storage") });
        await temporary.RankAsync();
        Assert.That((temporary.Store.Verification.Run().Intact, log.Text), Is.EqualTo((true, "")));
        temporary.Execute(sql);
        var result = temporary.Store.Verification.Run();
        Assert.That((result.Intact, result.Entries), Is.EqualTo((false, 1L)));
        Assert.That(result.Problem, Does.Contain(difference));
        await temporary.ReopenAsync();
        Assert.That(log.Faults, Has.Some.Contains(difference));
    }

    [Test]
    public async Task The_verb_and_the_service_name_it()
    {
        await using var service = await RunningService.StartAsync();
        await service.RankAsync(Requests.Usual);
        service.Tamper(Added);
        var run = await CommandRun.OfAsync(["verify", "--data-directory", service.DataDirectory]);
        Assert.That(
            (run.Code, run.Out.Contains("trigger quiet on log_entries was added", StringComparison.Ordinal)),
            Is.EqualTo((1, true))
        );
        Assert.That(
            await service.GetAsync("/v1/audit/verification"),
            Does.Contain("\"intact\":false").And.Contain("trigger quiet on log_entries was added")
        );
    }

    [TestCase("CREATE RULE quiet AS ON DELETE TO cases DO INSTEAD NOTHING", "rule quiet on cases was added")]
    [TestCase("DROP TRIGGER documents_are_never_changed ON documents", "trigger documents_are_never_changed on documents is missing")]
    [TestCase(
        "ALTER TABLE log_entries DISABLE TRIGGER log_entries_are_never_changed",
        "trigger log_entries_are_never_changed on log_entries was changed"
    )]
    [TestCase(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "trigger log_entries_are_never_changed on log_entries was changed"
    )]
    [TestCase(
        "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER quiet BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION quiet()",
        "trigger quiet on cases was added"
    )]
    [TestCase(
        "ALTER TABLE log_entries ENABLE ROW LEVEL SECURITY; CREATE POLICY hidden ON log_entries USING (true)",
        "policy hidden on log_entries was added"
    )]
    public async Task On_PostgreSQL_it_is_named_and_at_the_start_too(string sql, string difference)
    {
        var log = new CapturedLog();
        var postgres = PostgresCluster.Shared.NewSchema();
        await using var temporary = TemporaryStore.Open(new StorageOptions { Postgres = postgres, Logger = log.CreateLogger("storage") });
        await temporary.RankAsync();
        Assert.That((temporary.Store.Verification.Run().Intact, log.Text), Is.EqualTo((true, "")));
        using (var connection = new Npgsql.NpgsqlConnection(postgres))
            connection.Execute(sql);
        Assert.That(temporary.Store.Verification.Run().Problem, Does.Contain(difference));
        await temporary.ReopenAsync();
        Assert.That(log.Faults, Has.Some.Contains(difference));
    }
}
