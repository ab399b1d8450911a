using System.Text;
using Matching.Api.Storage;
using Matching.Api.Transparency;
using Matching.Tests.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Transparency;

/// <summary>An export of twelve entries, with checkpoints at 4, 8 and 12, and what becomes of it in other hands.</summary>
public sealed class ExportTests
{
    const int Entries = 12;

    byte[] export = [];
    KeptCheckpoints kept = null!;
    CheckpointVerifier verifier = null!;
    string folder = "";

    [OneTimeSetUp]
    public async Task Record()
    {
        folder = Directory.CreateTempSubdirectory("matching-second-").FullName;
        await using var temporary = TemporaryStore.Open();
        using var issuer = new CheckpointIssuer(
            temporary.Store,
            new LogTree(temporary.Store.Hashes),
            new CheckpointSettings(null, folder, TimeSpan.Zero),
            TimeProvider.System
        );
        for (var i = 1; i <= Entries; i++)
        {
            if (i % 5 == 2)
                await temporary.ReportAvailabilityAsync($"{i} free places");
            else
                await temporary.RankAsync($"SOF-{i % 3}", idempotency: i % 2 == 0 ? $"key-{i} æ \"" : null);
            if (i % 4 == 0)
                await issuer.WriteIfGrownAsync();
        }
        await temporary.Store.Documents.SaveIfNewAsync("rules", "rules-1", [1, 2, 3]);
        verifier = CheckpointVerifier.FromPem(await issuer.PublicKeyAsync(CancellationToken.None));
        kept = KeptCheckpoints.Read([folder], verifier);
        export = Export(temporary, withKeys: true);
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task Everything_stored_comes_out_and_reads_back()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync("SOF-1", idempotency: "a \"key\" with æ and \\");
        await temporary.ReportAvailabilityAsync();
        await temporary.RankAsync("SOF-2");
        await temporary.Store.Documents.SaveIfNewAsync("rules", "rules-1", [1, 2, 3]);
        var problems = new List<ExportProblem>();
        var lines = LogExport.Read(new MemoryStream(Export(temporary, withKeys: true)), problems).ToList();

        Assert.That(problems, Is.Empty);
        Assert.That(
            lines.Select(line => line.GetType().Name),
            Is.EqualTo(new[] { "Header", "Entry", "Entry", "Entry", "Document", "Case", "Case", "Footer" })
        );
        Assert.That(
            lines.OfType<ExportLine.Entry>().Select(line => line.Row),
            Is.EqualTo(temporary.Store.Entries.Entries())
                .Using<LogEntry>((one, other) => one with { Payload = other.Payload } == other && one.Payload.SequenceEqual(other.Payload))
        );
        Assert.That(lines.OfType<ExportLine.Document>().Single().Row.Content, Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(((ExportLine.Footer)lines[^1]).Head, Is.EqualTo(new LogTree(temporary.Store.Hashes).Head().Hash));
    }

    [Test]
    public async Task Keys_stay_at_home_unless_asked_for()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync();

        Assert.That(
            Encoding.UTF8.GetString(Export(temporary, withKeys: false)),
            Does.Not.Contain("\"case\"").And.Not.Contain("wrappedKey").And.Contain("\"cases\":0")
        );
    }

    [Test]
    public async Task An_empty_record_can_be_exported_and_verified()
    {
        await using var temporary = TemporaryStore.Open();
        var found = ExportVerification.Run(new MemoryStream(Export(temporary, withKeys: true)), new KeptCheckpoints([], []));

        Assert.That((found.Problems.Count, found.Entries, found.Head), Is.EqualTo((0, 0L, LogEntry.NoHash)));
    }

    [Test]
    public void An_untouched_export_fits_its_checkpoints()
    {
        var found = Verify(_ => { });

        Assert.That(found.Problems, Is.Empty);
        Assert.That((found.Entries, found.CheckpointsFitting, found.Checkpoints), Is.EqualTo(((long)Entries, 3, 3)));
    }

    [Test]
    public void A_changed_entry_is_found_there([Values("entryId", "kind", "recordedAt", "caller")] string column)
    {
        Assert.That(
            Enumerable
                .Range(1, Entries)
                .Where(i =>
                    FirstProblem(changed => changed.Entry(i)[column] = "other") != $"Entry {i}: its content does not match its hash."
                ),
            Is.Empty
        );
    }

    [Test]
    public void A_changed_payload_state_or_key_is_found_there()
    {
        Assert.That(
            Enumerable
                .Range(1, Entries)
                .Where(i =>
                    FirstProblem(changed => changed.Entry(i)["payload"] = "AAAA") != $"Entry {i}: its content does not match its hash."
                    || FirstProblem(changed => changed.Entry(i)["stateSequence"] = 99) != $"Entry {i}: its content does not match its hash."
                    || FirstProblem(changed => changed.Entry(i)["idempotency"] = "x") != $"Entry {i}: its content does not match its hash."
                ),
            Is.Empty
        );
    }

    [Test]
    public void A_changed_entry_whose_hash_was_made_to_fit_is_found_where_the_chain_parts()
    {
        var found = Verify(changed =>
        {
            changed.Entry(6)["caller"] = "other";
            changed.MakeItFit(6);
            changed.FitFooter();
        });

        Assert.That(found.Problems[0], Is.EqualTo("Entry 7: it does not follow the entry before it."));
        Assert.That(found.Problems[1], Does.Contain("the first change lies in entries 5 to 8; up to entry 4 the log is as it was signed"));
    }

    [Test]
    public void A_deleted_entry_is_found_there()
    {
        Assert.That(
            Enumerable
                .Range(1, Entries - 1)
                .Where(i =>
                    FirstProblem(changed =>
                    {
                        changed.Remove(i);
                        changed.FitFooter();
                    }) != $"Entry {i}: it is missing; the next one there is number {i + 1}."
                ),
            Is.Empty
        );
    }

    [Test]
    public void An_export_cut_short_is_found_by_a_checkpoint_also_when_its_footer_fits()
    {
        var found = Verify(changed =>
        {
            changed.CutAfter(10);
            changed.FitFooter();
        });

        Assert.That(
            found.Problems,
            Is.EqualTo(
                new[]
                {
                    "Checkpoint checkpoint-000000000012.txt covers 12 entries, and the log is in order up to entry 10 only: entries "
                        + "11 to 12 are missing or out of order.",
                }
            )
        );
    }

    [Test]
    public void An_export_cut_short_is_found_by_its_footer_without_any_checkpoint()
    {
        var changed = TamperedExport.Of(export);
        changed.CutAfter(10);

        Assert.That(ExportVerification.Run(new MemoryStream(changed.Bytes), new KeptCheckpoints([], [])).Problems, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_file_that_ends_early_is_found_at_its_last_line()
    {
        var text = Encoding.UTF8.GetString(export);
        var whole = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        var withoutFooter = text[..(text.TrimEnd('\n').LastIndexOf('\n') + 1)];
        var found = ExportVerification.Run(new MemoryStream(Encoding.UTF8.GetBytes(withoutFooter)), kept);

        Assert.That(found.Problems, Is.EqualTo(new[] { $"Line {whole}: the footer is missing: the export was cut short." }));
    }

    [Test]
    public void Two_entries_in_each_others_place_are_found()
    {
        Assert.That(FirstProblem(changed => changed.Swap(5, 6)), Is.EqualTo("Entry 5: it is missing; the next one there is number 6."));
    }

    [Test]
    public void An_inserted_entry_is_found_there()
    {
        Assert.That(
            FirstProblem(changed => changed.InsertCopy(of: 5, before: 6)),
            Is.EqualTo("Entry 5: its number is there twice, or below 1.")
        );
    }

    [Test]
    public void A_chain_rewritten_from_some_entry_on_lies_between_two_checkpoints([Range(1, Entries)] int entry)
    {
        var found = Verify(changed =>
        {
            changed.Entry(entry)["caller"] = "other";
            changed.MakeItFit();
        });
        var from = (entry - 1) / 4 * 4;

        Assert.That(
            found.Problems[0],
            Does.Contain($"of {from + 4} entries does not fit: the first change lies in entries {from + 1} to {from + 4}")
        );
        Assert.That((found.Entries, found.CheckpointsFitting), Is.EqualTo(((long)Entries, from / 4)), "the chain by itself looks whole");
    }

    [Test]
    public void A_rewritten_chain_with_an_entry_less_or_more_is_found_too()
    {
        var less = Verify(changed =>
        {
            changed.Remove(6);
            changed.MakeItFit();
        });
        var more = Verify(changed =>
        {
            changed.InsertCopy(of: 6, before: 7);
            changed.MakeItFit();
        });

        Assert.That(less.Problems[0], Does.Contain("the first change lies in entries 5 to 8"));
        Assert.That(more.Problems[0], Does.Contain("the first change lies in entries 5 to 8"));
    }

    [Test]
    public void A_changed_checkpoint_is_named_and_not_relied_on()
    {
        var other = Directory.CreateTempSubdirectory("matching-second-").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(folder))
                File.WriteAllText(
                    Path.Combine(other, Path.GetFileName(file)),
                    File.ReadAllText(file).Replace("\n8\n", "\n9\n", StringComparison.Ordinal)
                );
            var found = ExportVerification.Run(new MemoryStream(export), KeptCheckpoints.Read([other], verifier));

            Assert.That(found.Problems, Is.EqualTo(new[] { "Checkpoint checkpoint-000000000008.txt: its signature does not fit." }));
            Assert.That((found.CheckpointsFitting, found.Checkpoints), Is.EqualTo((2, 3)));
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    [Test]
    public void Another_logs_checkpoints_are_not_this_ones()
    {
        var text = Encoding.UTF8.GetString(export);
        var at = text.IndexOf("\"storeId\":\"", StringComparison.Ordinal) + 11;
        var found = ExportVerification.Run(
            new MemoryStream(Encoding.UTF8.GetBytes(text[..at] + new string('0', 32) + text[(at + 32)..])),
            kept
        );

        Assert.That(found.Problems, Has.Count.EqualTo(3).And.All.Contains("it is another log's"));
    }

    [TestCase("[]", "it is not an object with a type")]
    [TestCase("not json", "it is not valid JSON")]
    [TestCase("", "it is not valid JSON")]
    [TestCase("""{"type":"entry"}""", "a line of type entry must hold exactly: sequence")]
    [TestCase("""{"type":"other"}""", "its type is not known")]
    [TestCase(
        """{"type":"header","format":"matching-log-export","schema":1,"storeId":null,"exportedAt":"","storeSecret":null}""",
        "a line of type header may not stand here"
    )]
    [TestCase("""{"type":"footer","type":"footer"}""", "it is not valid JSON")]
    [TestCase("""{"type":"document","version":1,"kind":"k","content":"AA==","seal":"s","recordedAt":"t"}""", "version must be a text")]
    [TestCase("""{"type":"document","version":"v","kind":"k","content":"AA=","seal":"s","recordedAt":"t"}""", "content must be base64")]
    public void A_line_that_is_not_as_it_must_be_is_named_by_its_number(string line, string what)
    {
        var lines = Encoding.UTF8.GetString(export).Split('\n').ToList();
        lines.Insert(5, line);
        var problems = new List<ExportProblem>();
        var read = LogExport.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), problems).Count();

        Assert.That(problems, Has.Count.EqualTo(1));
        Assert.That((problems[0].Line, read), Is.EqualTo((6L, lines.Count - 2)), "the other lines are read");
        Assert.That(problems[0].Text, Does.StartWith(what));
    }

    [Test]
    public void Any_bytes_at_all_give_problems_and_never_a_fault()
    {
        var random = new Random(20261122);
        for (var i = 0; i < 200; i++)
        {
            var bytes = export.ToArray();
            for (var flips = random.Next(1, 20); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Assert.That(ExportVerification.Run(new MemoryStream(bytes, 0, random.Next(bytes.Length)), kept).Problems, Is.Not.Empty);
        }
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(100_000)]
    public void Lines_are_read_whole_however_they_arrive(int chunk)
    {
        var long_ = new string('x', 200_000);
        var read = BoundedLines
            .Read(new Dripping(Encoding.ASCII.GetBytes($"a\n\n{long_}\nend"), chunk))
            .Select(line => Encoding.ASCII.GetString(line!.Value.Span))
            .ToList();

        Assert.That(read, Is.EqualTo(new[] { "a", "", long_, "end" }));
    }

    string FirstProblem(Action<TamperedExport> tamper) => Verify(tamper).Problems.FirstOrDefault("nothing was found");

    ExportFindings Verify(Action<TamperedExport> tamper)
    {
        var changed = TamperedExport.Of(export);
        tamper(changed);
        return ExportVerification.Run(new MemoryStream(changed.Bytes), kept);
    }

    static byte[] Export(TemporaryStore temporary, bool withKeys)
    {
        using var store = ReadOnlyStore.Open(temporary.Folder);
        using var output = new MemoryStream();
        LogExport.Write(store, withKeys, output, TemporaryStore.Now);
        return output.ToArray();
    }

    sealed class Dripping(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
