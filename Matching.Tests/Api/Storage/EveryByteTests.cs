using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Dapper;
using Matching.Api.Storage;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>
/// Every byte of everything that is stored is changed in turn, and each time verification must find it, in the right place.
/// </summary>
public sealed class EveryByteTests
{
    const int Entries = 1_000;
    const int Cases = 11;
    const int MostShown = 20;

    // A neighbouring character, the other case, no longer UTF-8.
    static readonly byte[] Masks = [0x01, 0x20, 0x80];

    [Test]
    public async Task Every_byte_of_every_column_of_a_thousand_entries_of_every_kind_matters()
    {
        await using var recorded = TemporaryStore.Open();
        await RecordEveryKindAsync(recorded, Entries);
        var entries = recorded.Store.Entries.Entries().ToList();
        Assert.That(entries.Select(entry => entry.Kind).Distinct().Count(), Is.EqualTo(10), "The log must hold entries of every kind.");
        Assert.That((entries.Count, recorded.Store.Verification.Run().Problem), Is.EqualTo((Entries, (string?)null)));

        var unfound = new ConcurrentQueue<string>();
        var (changes, threads) = (0, Math.Max(1, Environment.ProcessorCount));
        Parallel.For(
            0,
            threads,
            thread =>
            {
                using var row = new EntryInMemory();
                var walk = new LogVerification.Walk(null);
                for (var i = 0; i < entries.Count; i++)
                {
                    row.Load(entries[i]);
                    if (i % threads == thread)
                    {
                        foreach (var (what, changed) in Changes(row, i))
                        {
                            Interlocked.Increment(ref changes);
                            // A row that gives itself a lower number than its own is met where that number should be.
                            var found = recorded.Store.Verification.Check(changed, walk);
                            if (
                                found?.FirstBrokenSequence != i + 1
                                && !(changed.Sequence <= i && found?.FirstBrokenSequence == changed.Sequence)
                            )
                                unfound.Enqueue($"entry {i + 1} ({entries[i].Kind}), {what}: {found?.Problem ?? "not found"}");
                        }
                    }
                    Assert.That(recorded.Store.Verification.Check(row.Read(), walk), Is.Null);
                }
            }
        );

        TestContext.Out.WriteLine($"{changes} changes of {entries.Count} entries");
        Assert.That(unfound.Take(MostShown), Is.Empty, $"{unfound.Count} of {changes}");
        Assert.That(changes, Is.GreaterThan(300 * Entries));
    }

    [Test]
    public async Task Every_byte_of_keys_documents_seal_and_settings_matters()
    {
        await using var temporary = TemporaryStore.Open();
        await RecordEveryKindAsync(temporary, 24);
        await temporary.Store.Documents.SaveIfNewAsync("rules", "rules-1", Encoding.UTF8.GetBytes("{\"the\":\"rules\"}"));
        var firstOfCase = temporary
            .Store.Entries.Entries()
            .Where(entry => entry.SubjectId is not null && entry.Kind != LogKinds.Erasure)
            .GroupBy(entry => entry.SubjectId!)
            .ToDictionary(group => group.Key, group => (long?)group.First().Sequence);
        await temporary.Store.DisposeAsync();
        using var connection = temporary.OpenRaw();
        Loosen(connection);

        var (changes, unfound) = (0, new List<string>());
        foreach (
            var (table, where) in (IEnumerable<(string, string)>)
                [("cases", "1"), ("documents", "1"), ("log_seal", "1"), ("store_settings", "name = 'master-key'")]
        )
        {
            foreach (var (rowId, column, type, length) in Cells(connection, table, where))
            {
                var expected =
                    table == "cases"
                        ? firstOfCase[connection.QuerySingle<string>($"SELECT CAST(subject_id AS TEXT) FROM cases WHERE rowid = {rowId}")]
                        : null;
                foreach (var change in ChangesOf(column, type, length))
                {
                    changes++;
                    connection.Execute(
                        $"CREATE TEMP TABLE before AS SELECT {column} AS held FROM {table} WHERE rowid = {rowId}; UPDATE {table} SET "
                            + $"{column} = {change} WHERE rowid = {rowId}"
                    );
                    if (NotFound(temporary.Folder, expected) is { } found)
                        unfound.Add($"{table}.{column} = {change}: {found}");
                    connection.Execute($"UPDATE {table} SET {column} = (SELECT held FROM before) WHERE rowid = {rowId}; DROP TABLE before");
                }
            }
        }

        TestContext.Out.WriteLine($"{changes} changes");
        Assert.That(unfound.Take(MostShown), Is.Empty, $"{unfound.Count} of {changes}");
        using (var store = ReadOnlyStore.Open(temporary.Folder))
            Assert.That(store.Verification.Run().Problem, Does.StartWith(LogVerification.OnlySchemaDiffers), "Everything was put back.");
        Assert.That(changes, Is.GreaterThan(800));
        await temporary.ReopenAsync();
    }

    static IEnumerable<(string What, RawEntry Changed)> Changes(EntryInMemory row, int number)
    {
        for (var column = 0; column < EntryInMemory.Columns.Count; column++)
        {
            var name = EntryInMemory.Columns[column];
            var held = row[column];
            if (held is long value)
            {
                var bytes = new byte[sizeof(long)];
                for (var i = 0; i < bytes.Length; i++)
                {
                    BinaryPrimitives.WriteInt64BigEndian(bytes, value);
                    bytes[i] ^= Masks[(number + i) % Masks.Length];
                    yield return ($"{name}, byte {i}", row.With(column, BinaryPrimitives.ReadInt64BigEndian(bytes)));
                }
            }
            else if (held is byte[] content)
            {
                for (var i = 0; i < content.Length; i++)
                {
                    var bytes = content.ToArray();
                    bytes[i] ^= Masks[(number + i) % Masks.Length];
                    yield return ($"{name}, byte {i}", row.With(column, bytes));
                }
                if (content.Length > 0)
                    yield return ($"{name}, one byte shorter", row.With(column, content[..^1]));
                yield return ($"{name}, one byte longer", row.With(column, (byte[])[.. content, (byte)'x']));
                yield return ($"{name}, a NUL longer", row.With(column, (byte[])[.. content, 0]));
                yield return (
                    $"{name}, of the other type",
                    row.WithFree(column, EntryInMemory.IsText(column) ? content : Encoding.Latin1.GetString(content))
                );
            }
            yield return held is DBNull
                ? ($"{name}, no longer NULL", row.With(column, "x"u8.ToArray()))
                : ($"{name}, NULL", row.WithFree(column, DBNull.Value));
            yield return ($"{name}, a whole number", row.WithFree(column, 7_777_777L));
            yield return ($"{name}, a broken number", row.WithFree(column, 7.5));
            yield return ($"{name}, empty", row.WithFree(column, ""));
            yield return ($"{name}, no bytes", row.WithFree(column, Array.Empty<byte>()));
        }
    }

    /// <summary>Null when what was changed is found, in the right place.</summary>
    static string? NotFound(string folder, long? expectedEntry)
    {
        try
        {
            using var store = ReadOnlyStore.Open(folder);
            var result = store.Verification.Run(claimsOf: (_, _) => new() { Documents = ["rules-1"] });
            // That the tables were loosened for it is found by every walk, and says nothing of a byte.
            return
                result.Problem?.StartsWith(LogVerification.OnlySchemaDiffers, StringComparison.Ordinal) == false
                && (expectedEntry is null || result.FirstBrokenSequence == expectedEntry)
                ? null
                : result.Problem ?? "not found";
        }
        catch (MasterKeyException)
        {
            // A store that does not know its key is not even opened.
            return null;
        }
    }

    // Each byte of what is stored as it is; of numbers, each digit.
    static IEnumerable<string> ChangesOf(string column, string type, long length)
    {
        for (var i = 1; i <= length; i++)
        {
            var bytes = $"CAST({column} AS BLOB)";
            var changed =
                $"(substr({bytes}, 1, {i - 1}) || (CASE substr({bytes}, {i}, 1) WHEN x'31' THEN x'32' ELSE x'31' END) || "
                + $"substr({bytes}, {i + 1}))";
            yield return $"CAST({changed} AS {type})";
        }
        yield return "NULL";
        yield return "7777.5";
        yield return "''";
        yield return "x'00ff'";
        yield return $"CAST(CAST({column} AS BLOB) || x'31' AS {type})";
        yield return $"CAST(substr(CAST({column} AS BLOB), 2) AS {type})";
        if (type != "BLOB")
            yield return $"CAST({column} AS BLOB)";
    }

    static IEnumerable<(long RowId, string Column, string Type, long Length)> Cells(
        SqliteConnection connection,
        string table,
        string where
    ) =>
        [
            .. connection
                .Query<string>("SELECT name FROM pragma_table_info(@table)", new { table })
                .SelectMany(column =>
                    connection
                        .Query<(long, string, long)>(
                            $"SELECT rowid, typeof({column}), length(CAST({column} AS BLOB)) FROM {table} WHERE {where}"
                        )
                        .Select(cell => (cell.Item1, column, cell.Item2.ToUpperInvariant(), cell.Item3))
                ),
        ];

    // The same rows without types, keys, constraints and triggers: how a tamperer gets rid of what the schema forbids.
    static void Loosen(SqliteConnection connection)
    {
        foreach (var table in new[] { "cases", "documents", "log_seal", "store_settings" })
            connection.Execute($"CREATE TABLE loose AS SELECT * FROM {table}; DROP TABLE {table}; ALTER TABLE loose RENAME TO {table};");
        connection.Execute("PRAGMA synchronous = OFF");
    }

    /// <summary>So many entries, of every kind there is.</summary>
    static async Task RecordEveryKindAsync(TemporaryStore temporary, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            var caseReference = $"SOF-{i % Cases}";
            await (Task)(
                (i % 12) switch
                {
                    1 or 2 or 8 => temporary.RankAsync(caseReference),
                    3 or 4 => temporary.RankAsync(
                        caseReference,
                        idempotency: temporary.Store.MasterKey.Fingerprint(BitConverter.GetBytes(i))
                    ),
                    5 => temporary.ReportAvailabilityAsync(),
                    6 => AppendAsync(temporary, LogKinds.Access, caseReference),
                    7 => AppendAsync(temporary, LogKinds.CaseTeam, caseReference),
                    9 => AppendAsync(temporary, LogKinds.LegalHold, caseReference),
                    10 => AppendAsync(
                        temporary,
                        (i / 12 % 4) switch
                        {
                            0 => LogKinds.CallerKey,
                            1 => LogKinds.ModelPromotion,
                            2 => LogKinds.ModelRollback,
                            _ => LogKinds.ModelUse,
                        },
                        null
                    ),
                    11 => AppendAsync(temporary, LogKinds.Access, caseReference),
                    // Begun before, so that there is something to erase.
                    _ => EraseAsync(temporary, caseReference),
                }
            );
        }
    }

    static async Task EraseAsync(TemporaryStore temporary, string caseReference)
    {
        if (temporary.Store.Cases.FindByReference(caseReference) is null)
            await temporary.RankAsync(caseReference);
        else
            await AppendAsync(temporary, LogKinds.Erasure, caseReference);
    }

    static Task<RecordedEntry> AppendAsync(TemporaryStore temporary, string kind, string? caseReference) =>
        temporary.Log.AppendAsync(
            new NewEntry
            {
                Kind = kind,
                Caller = "administrator",
                Case = caseReference is null ? null : temporary.Store.Cases.GetOrCreate(caseReference),
                StateSequence = temporary.Log.CurrentState,
                Payload = Encoding.UTF8.GetBytes($"a {kind}"),
            },
            CancellationToken.None
        );
}
