using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>Numbered scripts, embedded and applied in order, each in a transaction, never backwards.</summary>
static class Migrations
{
    const string Prefix = "Matching.Api.Storage.Migrations.";
    const string CreateTable =
        "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)";

    public static void Apply(DbConnection connection, string dialect, TimeProvider clock)
    {
        const string insert = "INSERT INTO schema_migrations (number, name, applied_at) VALUES (@number, @name, @appliedAt)";

        connection.Execute(CreateTable);
        var applied = NewestApplied(connection);
        var scripts = Scripts(dialect);
        RefuseNewer(applied, scripts);

        foreach (var (number, name) in scripts.Where(script => script.Number > applied))
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(Text(name), transaction: transaction);
            connection.Execute(
                insert,
                new
                {
                    number,
                    name,
                    appliedAt = Timestamp.Of(clock.GetUtcNow()),
                },
                transaction
            );
            transaction.Commit();
        }
    }

    /// <summary>For those who only read: the database must be exactly what this program writes.</summary>
    public static void RequireCurrent(DbConnection connection, string dialect)
    {
        var applied = NewestApplied(connection);
        var scripts = Scripts(dialect);
        RefuseNewer(applied, scripts);
        if (applied < scripts[^1].Number)
            throw new InvalidOperationException(
                $"The database is at version {applied}, this program reads version {scripts[^1].Number}. Start the service once to "
                    + $"bring it up to date."
            );
    }

    /// <summary>All that is ever applied, in order: what the database of this version is made of.</summary>
    public static IEnumerable<string> Texts(string dialect) => Scripts(dialect).Select(script => Text(script.Name)).Prepend(CreateTable);

    static void RefuseNewer(long applied, IReadOnlyList<(long Number, string Name)> scripts)
    {
        if (applied > scripts[^1].Number)
            throw new InvalidOperationException(
                $"The database is at version {applied}, newer than this program, which knows version {scripts[^1].Number}."
            );
    }

    static long NewestApplied(DbConnection connection) =>
        connection.ExecuteScalar<long>("SELECT COALESCE(MAX(number), 0) FROM schema_migrations");

    static List<(long Number, string Name)> Scripts(string dialect)
    {
        var start = $"{Prefix}{dialect}-";
        return
        [
            .. typeof(Migrations)
                .Assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(start, StringComparison.Ordinal))
                .Select(name =>
                    (
                        Number: long.Parse(name.AsSpan(start.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture),
                        Name: name[Prefix.Length..]
                    )
                )
                .OrderBy(script => script.Number),
        ];
    }

    static string Text(string name)
    {
        using var reader = new StreamReader(typeof(Migrations).Assembly.GetManifestResourceStream(Prefix + name)!);
        return reader.ReadToEnd();
    }
}
