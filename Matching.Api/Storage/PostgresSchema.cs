using System.Data.Common;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>
/// What runs by itself, or decides who sees which row, on the tables of the record in PostgreSQL: triggers with their functions, rules and
/// policies. Tables and indexes that others keep beside are theirs.
/// </summary>
static class PostgresSchema
{
    // A trigger's type is the sum of what pg_trigger.tgtype says: before, delete, update, truncate; for each statement.
    const int BeforeChangeOrTruncate = 2 + 8 + 16 + 32;

    const string Parts = """
        WITH ours AS (SELECT c.oid, c.relname FROM pg_class c WHERE c.oid IN
            (SELECT to_regclass(name)::oid FROM (VALUES ('log_entries'), ('log_seal'), ('cases'), ('documents'), ('store_settings'),
            ('schema_migrations')) AS t (name)))
        SELECT 'trigger ' || t.tgname || ' on ' || ours.relname,
            t.tgenabled::text || ' ' || t.tgtype || ' ' || COALESCE(t.tgqual::text, '') || p.proname || ' ' || p.prosrc
        FROM pg_trigger t JOIN ours ON ours.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal
        UNION ALL
        SELECT 'rule ' || r.rulename || ' on ' || ours.relname, pg_get_ruledef(r.oid) FROM pg_rewrite r JOIN ours ON ours.oid = r.ev_class
        UNION ALL
        SELECT 'policy ' || y.polname || ' on ' || ours.relname, y.polcmd::text FROM pg_policy y JOIN ours ON ours.oid = y.polrelid
        """;

    static readonly Lazy<IReadOnlyList<SchemaPart>> Expected = new(() =>
    {
        var body = string.Concat(Migrations.Texts("postgres")).Split("$$")[1];
        return
        [
            .. new[] { "log_entries", "documents" }.Select(table => new SchemaPart(
                $"trigger {table}_are_never_changed on {table}",
                $"O {BeforeChangeOrTruncate} refuse_change {body}"
            )),
        ];
    });

    /// <inheritdoc cref="Database.SchemaDifferences"/>
    public static IReadOnlyList<string> Differences(DbConnection connection) =>
        SchemaComparison.Of(
            connection.Query<(string What, string Text)>(Parts).Select(row => new SchemaPart(row.What, row.Text)),
            Expected.Value
        );
}
