using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Matching.Api.Storage;

/// <summary>What an embedded database is made of: every table, index, view and trigger, against what the migrations make.</summary>
static class SqliteSchema
{
    // Statistics of the query planner hold nothing of the record; what SQLite makes itself for a UNIQUE has no text.
    const string Parts = """
        SELECT type || ' ' || name || CASE WHEN type IN ('table', 'view') THEN '' ELSE ' on ' || tbl_name END, sql
        FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_stat%' ESCAPE '\' ORDER BY 1
        """;

    static readonly Lazy<IReadOnlyList<SchemaPart>> Expected = new(() =>
    {
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=false");
        connection.Open();
        foreach (var text in Migrations.Texts("sqlite"))
            connection.Execute(text);
        return Read(connection);
    });

    /// <inheritdoc cref="Database.SchemaDifferences"/>
    public static IReadOnlyList<string> Differences(DbConnection connection) => SchemaComparison.Of(Read(connection), Expected.Value);

    static List<SchemaPart> Read(DbConnection connection) =>
        [.. connection.Query<(string What, string Text)>(Parts).Select(row => new SchemaPart(row.What, row.Text))];
}
