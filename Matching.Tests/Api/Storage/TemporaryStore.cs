using System.Text;
using Dapper;
using Matching.Api.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Matching.Tests.Api.Storage;

/// <summary>A real store in a folder of its own, gone after the test.</summary>
sealed class TemporaryStore : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 15, 30, 123, TimeSpan.Zero);

    readonly StorageOptions options;

    TemporaryStore(string folder, StorageOptions options)
    {
        Folder = folder;
        this.options = options;
        Store = MatchingStore.Open(folder, new FakeTimeProvider(Now), options);
    }

    public string Folder { get; }

    public MatchingStore Store { get; private set; }

    public AppendOnlyLog Log => Store.Log;

    public string DatabaseFile => Path.Combine(Folder, "matching.db");

    public static TemporaryStore Open(StorageOptions? options = null) => OpenOn(NewFolder(), options);

    /// <summary>On a folder that was prepared; it is removed after the test.</summary>
    public static TemporaryStore OpenOn(string folder, StorageOptions? options = null) => new(folder, options ?? new());

    public static string NewFolder() => Path.Combine(Path.GetTempPath(), "matching-tests-" + Guid.NewGuid().ToString("N"));

    /// <summary>The bytes of a file that a store has open.</summary>
    public static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }

    public Task<RecordedEntry> RankAsync(
        string caseReference = "SOF-1",
        string? idempotency = null,
        string caller = "visitator",
        string payload = "ranked"
    ) => Log.AppendAsync(Ranking(caseReference, idempotency, caller, payload), CancellationToken.None);

    public NewEntry Ranking(
        string caseReference = "SOF-1",
        string? idempotency = null,
        string caller = "visitator",
        string payload = "ranked"
    ) =>
        new()
        {
            Kind = LogKinds.Ranking,
            Caller = caller,
            Case = Store.Cases.GetOrCreate(caseReference),
            StateSequence = Log.CurrentState,
            Idempotency = idempotency,
            BodyFingerprint = idempotency is null ? null : Store.MasterKey.Fingerprint(Encoding.UTF8.GetBytes(payload)),
            Payload = Encoding.UTF8.GetBytes(payload),
        };

    public Task<RecordedEntry> ReportAvailabilityAsync(string payload = "one free place") =>
        Log.AppendAsync(
            new NewEntry
            {
                Kind = LogKinds.Availability,
                Caller = "case-system",
                Payload = Encoding.UTF8.GetBytes(payload),
            },
            CancellationToken.None
        );

    /// <summary>Holds the writer inside an availability entry until disposed, so that all that is appended meanwhile waits.</summary>
    public BlockedWriter BlockWriter() => new(this);

    public SqliteConnection OpenRaw() => OpenRaw(DatabaseFile);

    public static SqliteConnection OpenRaw(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        return connection;
    }

    public void Execute(string sql)
    {
        using var connection = OpenRaw();
        connection.Execute(sql);
    }

    public long Count(string table)
    {
        using var connection = OpenRaw();
        return connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM {table}");
    }

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = MatchingStore.Open(Folder, new FakeTimeProvider(Now), options);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
