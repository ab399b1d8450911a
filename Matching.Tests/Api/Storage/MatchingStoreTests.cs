using Matching.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

public sealed class MatchingStoreTests
{
    [Test]
    public async Task A_second_opener_of_the_folder_is_refused()
    {
        await using var temporary = TemporaryStore.Open();

        Assert.That(
            () => MatchingStore.Open(temporary.Folder, TimeProvider.System),
            Throws.TypeOf<DataDirectoryInUseException>().With.Message.Contains("in use by another process")
        );
    }

    [Test]
    public async Task A_reader_works_beside_the_one_who_holds_the_folder()
    {
        await using var temporary = TemporaryStore.Open();
        var recorded = await temporary.RankAsync();
        using var reader = ReadOnlyStore.Open(temporary.Folder);
        await temporary.RankAsync();

        Assert.That(reader.Entries.ReadPayload(reader.Entries.Find(recorded.EntryId)!), Is.EqualTo("ranked"u8.ToArray()));
        Assert.That(reader.Verification.Run().Entries, Is.EqualTo(2));
    }

    [Test]
    public void A_reader_of_an_empty_folder_is_told_so()
    {
        Assert.That(
            () => ReadOnlyStore.Open(TemporaryStore.NewFolder()),
            Throws.TypeOf<FileNotFoundException>().With.Message.Contains("no database")
        );
    }

    [Test]
    public async Task A_wrong_master_key_is_named_at_start()
    {
        await using var temporary = TemporaryStore.Open();
        await using var other = TemporaryStore.Open();
        await temporary.Store.DisposeAsync();
        File.Copy(Path.Combine(other.Folder, "master.key"), Path.Combine(temporary.Folder, "master.key"), overwrite: true);

        Assert.That(
            () => MatchingStore.Open(temporary.Folder, TimeProvider.System),
            Throws.TypeOf<MasterKeyException>().With.Message.Contains("not the one the database was made with")
        );
        Assert.That(() => ReadOnlyStore.Open(temporary.Folder), Throws.TypeOf<MasterKeyException>());
    }

    [Test]
    public async Task A_lost_master_key_is_not_replaced_by_a_new_one()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.Store.DisposeAsync();
        File.Delete(Path.Combine(temporary.Folder, "master.key"));

        Assert.That(
            () => MatchingStore.Open(temporary.Folder, TimeProvider.System),
            Throws.TypeOf<MasterKeyException>().With.Message.Contains("missing")
        );
        Assert.That(Path.Combine(temporary.Folder, "master.key"), Does.Not.Exist);
    }

    [TestCase("")]
    [TestCase("not base64!")]
    [TestCase("c2hvcnQ=")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_malformed_master_key_is_refused(string content)
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.Store.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(temporary.Folder, "master.key"), content);

        Assert.That(
            () => MatchingStore.Open(temporary.Folder, TimeProvider.System),
            Throws.TypeOf<MasterKeyException>().With.Message.Contains("malformed")
        );
    }

    [Test]
    public async Task A_master_key_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no file modes.");
        await using var temporary = TemporaryStore.Open();
        await temporary.Store.DisposeAsync();
        SetMode(temporary, "master.key", UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.That(
            () => MatchingStore.Open(temporary.Folder, TimeProvider.System),
            Throws.TypeOf<MasterKeyException>().With.Message.Contains("by others")
        );
    }

    [Test]
    public async Task The_folder_the_key_and_the_database_belong_to_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no file modes.");
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync();

        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.That(Mode(temporary, ""), Is.EqualTo(file | UnixFileMode.UserExecute));
        Assert.That(Mode(temporary, "master.key"), Is.EqualTo(file));
        Assert.That(Mode(temporary, "matching.db"), Is.EqualTo(file));
        Assert.That(Mode(temporary, "matching.db-wal"), Is.EqualTo(file));
    }

    [Test]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.Store.DisposeAsync();
        temporary.Execute("INSERT INTO schema_migrations VALUES (9999, 'later', 'later')");

        Assert.That(
            () => MatchingStore.Open(temporary.Folder, TimeProvider.System),
            Throws.InvalidOperationException.With.Message.Contains("newer than this program")
        );
    }

    [Test]
    public async Task A_document_is_kept_once_and_never_under_other_content()
    {
        await using var temporary = TemporaryStore.Open();
        var documents = temporary.Store.Documents;
        await documents.SaveIfNewAsync("rules", "v1", [1, 2]);
        await documents.SaveIfNewAsync("rules", "v1", [1, 2]);

        Assert.That(async () => await documents.SaveIfNewAsync("rules", "v1", [3]), Throws.TypeOf<DocumentConflictException>());
        Assert.That(documents.Find("v1")!.Content, Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(documents.Find("v2"), Is.Null);
    }

    [Test]
    public void The_version_of_SQLite_is_known()
    {
        Assert.That(MatchingStore.SqliteVersion, Is.EqualTo("3.53.4"));
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Interoperability",
        "CA1416",
        Justification = "The tests that ask are ignored on Windows."
    )]
    static UnixFileMode Mode(TemporaryStore store, string file) => File.GetUnixFileMode(Path.Combine(store.Folder, file));

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Interoperability",
        "CA1416",
        Justification = "The tests that ask are ignored on Windows."
    )]
    static void SetMode(TemporaryStore store, string file, UnixFileMode mode) =>
        File.SetUnixFileMode(Path.Combine(store.Folder, file), mode);
}
