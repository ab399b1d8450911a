using Dapper;
using Matching.Api.Storage;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

public sealed class SqliteDatabaseTests
{
    [Test]
    public async Task The_writing_connection_flushes_every_commit_to_disk()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.Store.DisposeAsync();
        using var database = new SqliteDatabase(temporary.DatabaseFile);
        using var writer = database.OpenWriter();

        Assert.That(
            (writer.ExecuteScalar<string>("PRAGMA journal_mode"), writer.ExecuteScalar<long>("PRAGMA synchronous")),
            Is.EqualTo(("wal", 2L))
        );
    }

    [TestCase("DELETE FROM cases")]
    [TestCase("CREATE TABLE more (id INTEGER)")]
    public async Task A_reading_connection_cannot_write(string sql)
    {
        await using var temporary = TemporaryStore.Open();
        using var database = new SqliteDatabase(temporary.DatabaseFile);
        using var reader = database.Read();

        Assert.That(() => reader.Connection.Execute(sql), Throws.TypeOf<SqliteException>());
    }
}
