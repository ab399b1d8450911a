using System.Security.Cryptography;
using Dapper;
using Matching.Api.Storage;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>
/// Each tampering is done on a copy of the same recorded log, by someone with full rights on the file but without the master key.
/// </summary>
public sealed class LogVerificationTests
{
    const int Entries = 20;

    const string DropGuards = """
        DROP TRIGGER log_entries_are_never_changed;
        DROP TRIGGER log_entries_are_never_deleted;
        DROP TRIGGER documents_are_never_changed;
        DROP TRIGGER documents_are_never_deleted;
        """;

    // The same rows without types, keys and constraints: how a tamperer gets rid of what the schema forbids.
    const string Loosen =
        "CREATE TABLE loose AS SELECT * FROM log_entries; DROP TABLE log_entries; ALTER TABLE loose RENAME TO log_entries;";

    static readonly string[] TextColumns =
    [
        "entry_id",
        "kind",
        "recorded_at",
        "caller",
        "subject_id",
        "idempotency",
        "body_fingerprint",
        "previous_hash",
        "hash",
    ];

    TemporaryStore recorded = null!;

    [OneTimeSetUp]
    public async Task Record()
    {
        recorded = TemporaryStore.Open();
        for (var i = 1; i <= Entries; i++)
        {
            if (i % 5 == 2)
                await recorded.ReportAvailabilityAsync($"{i} free places");
            else
                await recorded.RankAsync($"SOF-{i % 3}", idempotency: i % 2 == 0 ? $"key-{i}" : null);
        }

        await recorded.Store.Documents.SaveIfNewAsync("rules", "rules-1", [1, 2, 3]);
        await recorded.Store.DisposeAsync();
    }

    [OneTimeTearDown]
    public async Task Remove() => await recorded.DisposeAsync();

    [Test]
    public void An_untouched_copy_is_intact()
    {
        var result = VerifyAfter("");

        Assert.That(
            (result.Intact, result.Entries, result.FirstBrokenSequence, result.Problem),
            Is.EqualTo((true, (long)Entries, (long?)null, (string?)null))
        );
    }

    [Test]
    public void One_changed_character_in_any_text_of_any_entry_is_found_there([ValueSource(nameof(TextColumns))] string column)
    {
        Assert.That(
            NotFound(i =>
                [
                    $"UPDATE log_entries SET {column} = CASE WHEN {column} IS NULL THEN 'x' ELSE (CASE substr({column}, 1, 1) WHEN "
                        + $"'1' THEN '2' ELSE '1' END) || substr({column}, 2) END WHERE sequence = {i}",
                    $"UPDATE log_entries SET {column} = CASE WHEN {column} IS NULL THEN '' ELSE substr({column}, 1, length({column}) "
                        + $"- 1) || (CASE substr({column}, -1) WHEN '1' THEN '2' ELSE '1' END) END WHERE sequence = {i}",
                ]
            ),
            Is.Empty
        );
    }

    [Test]
    public void One_changed_byte_in_any_payload_is_found_there([Values("nonce", "tag", "ciphertext")] string part)
    {
        var position = part switch
        {
            "nonce" => 1,
            "tag" => 13,
            _ => 29,
        };
        Assert.That(NotFound(i => [FlipPayloadByte(i, position)]), Is.Empty);
    }

    [Test]
    public void One_changed_number_is_found_there()
    {
        Assert.That(
            NotFound(i =>
                [
                    $"UPDATE log_entries SET state_sequence = state_sequence + 1 WHERE sequence = {i}",
                    $"UPDATE log_entries SET state_sequence = state_sequence - 1 WHERE sequence = {i}",
                    $"UPDATE log_entries SET sequence = sequence + 1000 WHERE sequence = {i}",
                ]
            ),
            Is.Empty
        );
    }

    [Test]
    public void A_deleted_entry_is_found_there_also_the_last()
    {
        Assert.That(NotFound(i => [$"DELETE FROM log_entries WHERE sequence = {i}"]), Is.Empty);
    }

    [Test]
    public void A_log_cut_short_is_found_where_it_ends()
    {
        Assert.That(NotFound(i => [$"DELETE FROM log_entries WHERE sequence >= {i}"]), Is.Empty);
    }

    [Test]
    public void Two_entries_in_each_others_place_are_found()
    {
        var result = VerifyAfter(
            DropGuards
                + "UPDATE log_entries SET sequence = -1 WHERE sequence = 7; UPDATE log_entries SET sequence = 7 WHERE sequence = 8; "
                + "UPDATE log_entries SET sequence = 8 WHERE sequence = -1"
        );

        Assert.That(result.FirstBrokenSequence, Is.EqualTo(7));
    }

    [TestCase(0)]
    [TestCase(-5)]
    [TestCase(21)]
    public void An_inserted_entry_is_found(long sequence)
    {
        var result = VerifyAfter(
            $"INSERT INTO log_entries SELECT {sequence}, 'other', kind, recorded_at, caller, subject_id, state_sequence, NULL, "
                + $"body_fingerprint, payload, previous_hash, hash FROM log_entries WHERE sequence = 20"
        );

        Assert.That(result.FirstBrokenSequence, Is.EqualTo(sequence));
    }

    [Test]
    public void A_log_rewritten_with_fitting_hashes_is_found_by_its_seal()
    {
        var result = VerifyAfter(
            DropGuards,
            connection =>
            {
                var forged = ReadEntry(connection, 20) with { Caller = "nobody" };
                var hash = EntryHash.Of(forged, SHA256.HashData(forged.Payload));
                connection.Execute(
                    "UPDATE log_entries SET caller = 'nobody', hash = @hash WHERE sequence = 20; UPDATE log_seal SET hash = @hash",
                    new { hash }
                );
            }
        );

        Assert.That(
            (result.Intact, result.Problem),
            Is.EqualTo((false, "Entry 20: the seal of the log's end is missing or not authentic."))
        );
    }

    [Test]
    public async Task A_header_of_an_erased_case_that_is_forged_with_a_fitting_hash_is_found_by_the_entry_after_it()
    {
        // Nothing else holds it: its key is gone, so its payload proves nothing any more.
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync("SOF-1");
        await temporary.RankAsync("SOF-2");
        await temporary.Store.Log.AppendAsync(temporary.Ranking("SOF-1") with { Kind = LogKinds.Erasure }, CancellationToken.None);
        Assert.That(temporary.Store.Verification.Run().Intact, Is.True);

        using (var connection = temporary.OpenRaw())
        {
            connection.Execute(DropGuards);
            var forged = ReadEntry(connection, 1) with { Caller = "nobody" };
            connection.Execute(
                "UPDATE log_entries SET caller = 'nobody', hash = @hash WHERE sequence = 1",
                new { hash = EntryHash.Of(forged, SHA256.HashData(forged.Payload)) }
            );
        }

        Assert.That(temporary.Store.Verification.Run().Problem, Is.EqualTo("Entry 2: it does not follow the entry before it."));
    }

    [Test]
    public async Task A_log_cut_short_is_found_also_after_more_was_recorded()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync();
        await temporary.RankAsync();
        await temporary.Store.DisposeAsync();
        temporary.Execute(DropGuards + "DELETE FROM log_entries WHERE sequence = 2");
        // Whoever cuts a log short may know of the file that tells.
        File.Delete(Path.Combine(temporary.Folder, "matching.end"));
        await temporary.ReopenAsync();
        await temporary.RankAsync();
        await temporary.RankAsync();

        Assert.That(temporary.Store.Verification.Run().FirstBrokenSequence, Is.EqualTo(2));
    }

    [Test]
    public void A_column_of_another_type_is_a_finding_and_never_a_fault()
    {
        string[] columns = [.. TextColumns, "sequence", "state_sequence", "payload"];
        var unfound = new List<string>();
        foreach (var column in columns)
        {
            foreach (var value in new[] { "NULL", "7777.5", "'text'", "x'00ff'", "7777", "'a' || char(0) || 'b'", "CAST(x'ff41' AS TEXT)" })
            {
                if (VerifyAfter(Loosen + $"UPDATE log_entries SET {column} = {value} WHERE sequence = 6").FirstBrokenSequence != 6)
                    unfound.Add($"{column} = {value}");
            }
        }

        Assert.That(unfound, Is.Empty);
    }

    [Test]
    public void Text_hidden_behind_a_NUL_is_found()
    {
        Assert.That(NotFound(i => [$"UPDATE log_entries SET caller = caller || char(0) || 'x' WHERE sequence = {i}"]), Is.Empty);
    }

    [Test]
    public async Task A_document_that_entries_rest_on_and_that_is_gone_is_found()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync();
        await temporary.Store.Documents.SaveIfNewAsync("rules", "rules-1", [1, 2, 3]);

        Assert.That(temporary.Store.Verification.Run(claimsOf: (_, _) => new() { Documents = ["rules-1"] }).Intact, Is.True);
        Assert.That(
            temporary.Store.Verification.Run(claimsOf: (_, _) => new() { Documents = ["rules-1", "texts-1"] }).Problem,
            Is.EqualTo("Document texts-1: it is missing, and entries rest on it.")
        );
    }

    [Test]
    public async Task An_entry_that_names_another_case_than_the_one_it_is_kept_under_is_found()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync("SOF-1");
        await temporary.RankAsync("SOF-2");

        Assert.That(
            temporary.Store.Verification.Run(claimsOf: (entry, _) => new() { CaseReference = $"SOF-{entry.Sequence}" }).Intact,
            Is.True
        );
        Assert.That(
            temporary.Store.Verification.Run(claimsOf: (_, _) => new() { CaseReference = "SOF-1" }).Problem,
            Is.EqualTo("Entry 2: it names another case than the one it is kept under.")
        );
    }

    [Test]
    public async Task A_changed_lookup_of_a_case_is_found()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync();
        temporary.Execute("UPDATE cases SET reference_lookup = 'another'");

        Assert.That(temporary.Store.Verification.Run().FirstBrokenSequence, Is.EqualTo(1));
    }

    [TestCase("UPDATE documents SET content = x'010204'")]
    [TestCase("UPDATE documents SET seal = 'other'")]
    [TestCase("UPDATE documents SET kind = 'texts'")]
    [TestCase("UPDATE documents SET recorded_at = '2020-01-01T00:00:00.000Z'")]
    [TestCase(
        "CREATE TABLE loose AS SELECT * FROM documents; DROP TABLE documents; ALTER TABLE loose RENAME TO documents; UPDATE "
            + "documents SET content = NULL"
    )]
    public void A_changed_document_is_found(string change)
    {
        var result = VerifyAfter(DropGuards + change);

        Assert.That((result.Intact, result.Entries, result.FirstBrokenSequence), Is.EqualTo((false, (long)Entries, (long?)null)));
        Assert.That(result.Problem, Does.StartWith("Document rules-1: "));
    }

    [Test]
    public async Task Verification_holds_while_the_service_records()
    {
        await using var temporary = TemporaryStore.Open();
        using var reader = ReadOnlyStore.Open(temporary.Folder);
        var recording = Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
                await Task.WhenAll(Enumerable.Range(0, 25).Select(n => temporary.RankAsync($"SOF-{n}")));
        });
        var results = new List<VerificationResult>();
        do results.Add(reader.Verification.Run());
        while (!recording.IsCompleted);
        await recording;
        var last = reader.Verification.Run();

        Assert.That(results.Select(result => result.Problem), Is.All.Null);
        Assert.That((last.Intact, last.Entries), Is.EqualTo((true, 1000L)));
    }

    [Test]
    public async Task The_walk_tells_how_far_it_is()
    {
        await using var temporary = TemporaryStore.Open();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => temporary.RankAsync()));
        var reports = new Reports();
        temporary.Store.Verification.Run(reports);

        Assert.That(reports.Seen, Is.EqualTo(new long[] { 128, 256, 300 }));
    }

    List<string> NotFound(Func<int, string[]> tamperings)
    {
        var unfound = new List<string>();
        for (var i = 1; i <= Entries; i++)
        {
            foreach (var tampering in tamperings(i))
            {
                if (VerifyAfter(DropGuards + tampering) is not { Intact: false } result || result.FirstBrokenSequence != i)
                    unfound.Add($"entry {i}: {tampering}");
            }
        }

        return unfound;
    }

    static LogEntry ReadEntry(SqliteConnection connection, long sequence) =>
        connection.QuerySingle<LogEntry>(
            "SELECT sequence, entry_id AS EntryId, kind, recorded_at AS RecordedAt, caller, subject_id AS SubjectId, "
                + "state_sequence AS StateSequence, idempotency, body_fingerprint AS BodyFingerprint, payload, previous_hash AS "
                + "PreviousHash, hash FROM log_entries WHERE sequence = @sequence",
            new { sequence }
        );

    static string FlipPayloadByte(int sequence, int position) =>
        $"""
            UPDATE log_entries SET payload = CAST(substr(payload, 1, {position
                - 1}) || (CASE substr(payload, {position}, 1) WHEN x'00' THEN x'01' ELSE x'00' END) || substr(payload, {position
                + 1}) AS BLOB)
            WHERE sequence = {sequence}
            """;

    VerificationResult VerifyAfter(string tampering, Action<SqliteConnection>? more = null)
    {
        var copy = TemporaryStore.NewFolder();
        Directory.CreateDirectory(copy);
        try
        {
            foreach (var file in new[] { "matching.db", "master.key" })
                File.Copy(Path.Combine(recorded.Folder, file), Path.Combine(copy, file));
            using (var connection = TemporaryStore.OpenRaw(Path.Combine(copy, "matching.db")))
            {
                connection.Execute("PRAGMA synchronous = OFF;" + tampering);
                more?.Invoke(connection);
            }

            using var store = ReadOnlyStore.Open(copy);
            return store.Verification.Run();
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    sealed class Reports : IProgress<long>
    {
        public List<long> Seen { get; } = [];

        public void Report(long value) => Seen.Add(value);
    }
}
