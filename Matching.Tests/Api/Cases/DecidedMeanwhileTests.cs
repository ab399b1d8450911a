using System.Text;
using Matching.Api.Cases;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Cases;

/// <summary>
/// What can never be undone rests on what is in force when it is recorded, no matter what others record between the decision and the
/// record.
/// </summary>
[OnEachStore]
public sealed class DecidedMeanwhileTests
{
    const string Name = "SOF-1";
    const int MonthsKept = 6;
    static readonly Requester Administrator = new("administrator", TeamSet.All, null);
    static readonly RetentionRules Retention = new([new("kept", MonthsKept, "test", true)], new("erase", MonthsKept, "test", true));

    readonly CaseProjection caseStates = new();
    readonly StoredKeys keys = new();
    string folder = "";
    FakeTimeProvider clock = null!;
    MatchingStore store = null!;

    [SetUp]
    public void Open()
    {
        folder = TemporaryStore.NewFolder();
        clock = new(TemporaryStore.Now);
        store = MatchingStore.Open(
            folder,
            clock,
            new StorageOptions { Postgres = OnEachStoreAttribute.Current == StoreKind.Postgres ? PostgresCluster.Shared.NewSchema() : null }
        );
        store.Log.Follow(caseStates.Apply);
        store.Log.Follow(keys.Apply);
        Rank();
        clock.Advance(TimeSpan.FromDays(300));
    }

    [TearDown]
    public async Task Close()
    {
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task A_case_is_erased_also_when_beds_are_reported_meanwhile()
    {
        Assert.That(await Handler(Report, Report).EraseAsync(Reference, ErasureReason.RetentionEnded, Administrator), Is.Not.Null);
    }

    [Test]
    public void A_legal_hold_that_is_set_while_an_erasure_is_decided_keeps_the_case()
    {
        var handler = Handler(() => Handler().HoldAsync(Reference, true, "complaint", Administrator).GetAwaiter().GetResult());
        Assert.That(
            () => handler.EraseAsync(Reference, ErasureReason.RetentionEnded, Administrator),
            Throws.TypeOf<CaseMustBeKeptException>()
        );
        Assert.That(store.Cases.FindByReference(Name), Is.Not.Null);
    }

    [Test]
    public void A_ranking_that_is_made_while_an_erasure_is_decided_keeps_the_case()
    {
        Assert.That(
            () => Handler(Rank).EraseAsync(Reference, ErasureReason.RetentionEnded, Administrator),
            Throws.TypeOf<CaseMustBeKeptException>()
        );
        Assert.That(store.Cases.FindByReference(Name), Is.Not.Null);
    }

    [Test]
    public void A_ranking_recorded_by_a_clock_set_back_lets_no_fresh_case_be_erased()
    {
        // Recorded today, then once more by a clock that stands a day back; one eight years back records nothing.
        var today = clock.GetUtcNow();
        Rank();
        clock.AdjustTime(today.AddDays(-1));
        Rank();
        clock.AdjustTime(today.AddYears(-8));
        Assert.That(Rank, Throws.TypeOf<ClockBehindLogException>());

        // The day on which the last entry would no longer be kept, and the latest one still is.
        clock.AdjustTime(today.AddDays(-1).AddMonths(MonthsKept));
        Assert.That(
            () => Handler().EraseAsync(Reference, ErasureReason.RetentionEnded, Administrator),
            Throws.TypeOf<CaseMustBeKeptException>()
        );
    }

    [Test]
    public void A_stay_that_ended_lately_keeps_a_case_that_was_ranked_long_ago()
    {
        Append(Entry(LogKinds.StayEnded, "ended"));
        Assert.That(
            () => Handler().EraseAsync(Reference, ErasureReason.RetentionEnded, Administrator),
            Throws.TypeOf<CaseMustBeKeptException>()
        );
    }

    [Test]
    public void A_stay_recorded_while_an_erasure_is_decided_keeps_the_case()
    {
        Assert.That(
            () => Handler(() => Append(Entry(LogKinds.Stay, "begun"))).EraseAsync(Reference, ErasureReason.RetentionEnded, Administrator),
            Throws.TypeOf<CaseMustBeKeptException>()
        );
    }

    [Test]
    public void A_version_of_the_profile_recorded_while_an_erasure_is_decided_keeps_the_case()
    {
        Assert.That(
            () =>
                Handler(() => Append(Entry(LogKinds.CaseProfile, "known")))
                    .EraseAsync(Reference, ErasureReason.RetentionEnded, Administrator),
            Throws.TypeOf<CaseMustBeKeptException>()
        );
    }

    [Test]
    public async Task That_someone_looked_keeps_no_case()
    {
        Append(Entry(LogKinds.Access, "looked"));
        Assert.That(await Handler().EraseAsync(Reference, ErasureReason.RetentionEnded, Administrator), Is.Not.Null);
    }

    [Test]
    public async Task A_key_that_is_revoked_while_its_rotation_is_decided_again_is_followed_by_none()
    {
        using var handler = new CallerKeyHandler(store, keys, clock);
        var made = await handler.IssueAsync(new KeyRequest("made", [Role.Auditor], TeamSet.All, null), Maker);
        var id = made!.Stored.Id;
        using var interrupted = new CallerKeyHandler(store, keys, new InterruptedClock(clock, [IssueAnother, () => { }, Revoke]));
        Assert.That(await interrupted.RotateAsync(id, 1, Maker), Is.Null);
        Assert.That(keys.NotRevoked.Select(key => key.Caller.Name), Is.EqualTo(["another"]));

        void IssueAnother() =>
            handler.IssueAsync(new KeyRequest("another", [Role.Auditor], TeamSet.All, null), Maker).GetAwaiter().GetResult();
        void Revoke() => handler.RevokeAsync(id, "administrator").GetAwaiter().GetResult();
    }

    static readonly CurrentCaller Maker = new("administrator", TeamSet.All);

    static CaseReference Reference => CaseReference.TryParse(Name, out var reference) ? reference : throw new InvalidOperationException();

    CaseHandler Handler(params Action[] meanwhile) =>
        new(
            store,
            caseStates,
            new CaseCommands(store, caseStates, new AccessLog(store, []), new DiskSpace(folder, 0, clock)),
            new AccessLog(store, []),
            Retention,
            new WithdrawalReader(_ => throw new NotSupportedException("No stay is recorded here.")),
            new InterruptedClock(clock, meanwhile)
        );

    void Report() =>
        Append(
            new NewEntry
            {
                Kind = LogKinds.Availability,
                Caller = "case-system",
                Payload = "one free place"u8.ToArray(),
            }
        );

    void Rank() => Append(Entry(LogKinds.Ranking, "ranked"));

    NewEntry Entry(string kind, string payload) =>
        new()
        {
            Kind = kind,
            Caller = "visitator",
            Case = store.Cases.GetOrCreate(Name),
            StateSequence = store.Log.CurrentState,
            Payload = Encoding.UTF8.GetBytes(payload),
        };

    void Append(NewEntry entry) => store.Log.AppendAsync(entry, CancellationToken.None).GetAwaiter().GetResult();
}
