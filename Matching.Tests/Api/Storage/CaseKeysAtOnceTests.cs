using System.Data.Common;
using Matching.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>Looking up one case's key holds up nobody who asks for another's.</summary>
public sealed class CaseKeysAtOnceTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Two_cases_are_looked_up_at_once()
    {
        await using var temporary = TemporaryStore.Open();
        using var database = new MeetingDatabase();
        var keys = new CaseKeys(database, temporary.Store.MasterKey, capacity: 10);
        var found = await Task.WhenAll(
            new[] { "SOF-1", "SOF-2" }.Select(reference =>
                Task.Factory.StartNew(
                    () => keys.GetOrCreate(reference),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
            )
        );
        Assert.That(database.HaveMet, Is.True);
        Assert.That(found.Select(key => key.CaseReference), Is.EqualTo(new[] { "SOF-1", "SOF-2" }));
        Assert.That(keys.GetOrCreate("SOF-1"), Is.SameAs(found[0]));
    }

    /// <summary>A database that holds nothing, where the first who asks waits for a second.</summary>
    sealed class MeetingDatabase : Database
    {
        readonly CountdownEvent both = new(2);

        public bool HaveMet { get; private set; }

        public override string Dialect => "none";

        public override string Version => "none";

        public override bool IsShared => false;

        public override bool HoldsRecord() => false;

        public override T Query<T>(Func<DbConnection, T> read)
        {
            both.Signal();
            HaveMet = both.Wait(CaseKeysAtOnceTests.Patience);
            return default!;
        }

        public override string? UnsafeSetting(DbConnection writer) => null;

        public override IReadOnlyList<string> SchemaDifferences(DbConnection connection) => [];

        public override DbConnection OpenWriter() => throw new NotSupportedException();

        public override WriterSession OpenSession(MasterKey master, LatestTime latest) => throw new NotSupportedException();

        public override Lease Read() => throw new NotSupportedException();

        public override DbTransaction BeginSnapshot(DbConnection connection) => throw new NotSupportedException();

        public override void Dispose() => both.Dispose();
    }
}
