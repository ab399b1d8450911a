using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Api.Telemetry;

namespace Matching.Api.Cases;

/// <summary>
/// The one way to read or change what is recorded about a case. The team of the caller is checked first, what is decided rests on the
/// case as it is when it is recorded, and it is decided again when the case has gone on meanwhile.
/// </summary>
public sealed class CaseCommands(MatchingStore store, CaseProjection cases, AccessLog access, DiskSpace space)
{
    /// <summary>
    /// Does something with a case; null when there is none of this name, none for this caller, or it was erased meanwhile.
    /// </summary>
    /// <param name="reference">The case.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="work">Decides, records and gives the answer; may be called several times.</param>
    /// <param name="isFirm">Whether what is recorded cannot be undone, or changes a projection itself.</param>
    public async Task<T?> AboutAsync<T>(CaseReference reference, Requester requester, Func<CaseCommand, Task<T?>> work, bool isFirm = false)
        where T : class
    {
        try
        {
            return await DecideAsync(
                known =>
                    store.Cases.FindByReference(reference.Value, subjectId => MaySee(requester, subjectId)) is { } key
                        ? RunAsync(key, requester, known, work)
                        : Nothing<T>(),
                isFirm
            );
        }
        catch (PayloadUnreadableException erased) when (erased.KeyIsMissing)
        {
            return null;
        }
    }

    /// <summary>Does something with a case, which begins with it when there is none of this name; null when it is another team's.</summary>
    /// <inheritdoc cref="AboutAsync{T}(CaseReference, Requester, Func{CaseCommand, Task{T}}, bool)"/>
    /// <exception cref="LikeReferenceConflict">It would begin under a name that is taken for another's.</exception>
    public async Task<T?> BeginAsync<T>(CaseReference reference, Requester requester, Func<CaseCommand, Task<T?>> work, bool isFirm = false)
        where T : class
    {
        try
        {
            return await DecideAsync(known => RunAsync(store.Cases.GetOrCreate(reference.Value), requester, known, work), isFirm);
        }
        catch (LikeReferenceException like)
        {
            throw new LikeReferenceConflict(await NameAsync(like.SubjectIds, requester));
        }
    }

    /// <summary>The name of the first of some cases that the caller may see, told as a reading of it; null when there is none.</summary>
    private async Task<string?> NameAsync(IReadOnlyList<string> subjectIds, Requester requester)
    {
        foreach (var subjectId in subjectIds)
        {
            var name = await AboutSubjectAsync(
                subjectId,
                requester,
                async command =>
                {
                    await command.RecordReadAsync(AccessAction.CaseRead, null);
                    return (string?)command.Key.CaseReference;
                }
            );
            if (name is not null)
                return name;
        }
        return null;
    }

    /// <summary>Does something about an entry of a case; null when there is no such entry of this kind, or none for this caller.</summary>
    /// <param name="entryId">The id of the entry.</param>
    /// <param name="kind">One of <see cref="LogKinds"/>.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="work">Decides, records and gives the answer; may be called several times.</param>
    /// <param name="isFirm">Whether what is recorded cannot be undone, or changes a projection itself.</param>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    public async Task<T?> AboutAsync<T>(
        string entryId,
        string kind,
        Requester requester,
        Func<CaseCommand, LogEntry, Task<T?>> work,
        bool isFirm = false
    )
        where T : class =>
        // An entry of another's case is looked for like one that is not there: its row is read only by who may see it.
        store.Entries.FindSubject(entryId, kind)
            is { } subjectId
        && MaySee(requester, subjectId)
        && store.Entries.Find(entryId) is { } entry
            ? await AboutAsync(entry, requester, work, isFirm)
            : null;

    /// <summary>Does something about an entry of a case; null when it is another team's.</summary>
    /// <inheritdoc cref="AboutAsync{T}(string, string, Requester, Func{CaseCommand, LogEntry, Task{T}}, bool)"/>
    public Task<T?> AboutAsync<T>(LogEntry entry, Requester requester, Func<CaseCommand, LogEntry, Task<T?>> work, bool isFirm = false)
        where T : class =>
        DecideAsync(
            known =>
                MaySee(requester, entry.SubjectId!)
                    ? work(new CaseCommand(store, access, space, requester, entry.SubjectId!, entry.EntryId, null, known), entry)
                    : Nothing<T>(),
            isFirm
        );

    /// <summary>Does something with every one of some cases that this caller may see.</summary>
    /// <inheritdoc cref="AboutAsync{T}(CaseReference, Requester, Func{CaseCommand, Task{T}}, bool)"/>
    public Task<T?> AboutSubjectAsync<T>(string subjectId, Requester requester, Func<CaseCommand, Task<T?>> work, bool isFirm = false)
        where T : class =>
        DecideAsync(known => store.Cases.Find(subjectId) is { } key ? RunAsync(key, requester, known, work) : Nothing<T>(), isFirm);

    /// <summary>
    /// Refuses to go on when there is hardly any room; asked before a case is begun, so that nobody learns by it whether one is there.
    /// </summary>
    /// <exception cref="DiskNearlyFullException">So it is.</exception>
    public void RefuseWhenDiskIsNearlyFull() => space.RefuseWhenNearlyFull();

    private bool MaySee(Requester requester, string subjectId) => requester.MaySee(cases.Of(subjectId).Team);

    private Task<T?> RunAsync<T>(CaseKey key, Requester requester, long? known, Func<CaseCommand, Task<T?>> work)
        where T : class =>
        MaySee(requester, key.SubjectId)
            ? work(new CaseCommand(store, access, space, requester, key.SubjectId, null, key, known))
            : Nothing<T>();

    private Task<T> DecideAsync<T>(Func<long?, Task<T>> decide, bool isFirm) =>
        isFirm ? store.DecideFirmlyAsync(decide) : store.DecideAsync(decide);

    private static Task<T?> Nothing<T>()
        where T : class => Task.FromResult<T?>(null);
}

/// <summary>One try of a command about a case that its caller may see.</summary>
public sealed class CaseCommand
{
    private readonly MatchingStore _store;
    private readonly AccessLog _access;
    private readonly DiskSpace _space;
    private readonly string? _entryId;
    private readonly long? _known;
    private CaseKey? _key;

    internal CaseCommand(
        MatchingStore store,
        AccessLog access,
        DiskSpace space,
        Requester requester,
        string subjectId,
        string? entryId,
        CaseKey? key,
        long? known
    )
    {
        (_store, _access, _space, _entryId, _key, _known) = (store, access, space, entryId, key, known);
        (Requester, SubjectId) = (requester, subjectId);
    }

    /// <summary>Who asks.</summary>
    public Requester Requester { get; }

    /// <summary>The case, as the log knows it.</summary>
    public string SubjectId { get; }

    /// <summary>The key of the case.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased.</exception>
    public CaseKey Key =>
        _key ??= _store.Cases.Find(SubjectId) ?? throw new PayloadUnreadableException(_entryId ?? SubjectId, keyIsMissing: true);

    /// <summary>Records that a ranking, or the case as a whole, was read; nothing that was read is answered before.</summary>
    public Task RecordReadAsync(AccessAction action, string? rankingId) => _access.RecordAsync(Key, action, rankingId, Requester, _known);

    /// <summary>Records that a stay was read; nothing that was read is answered before.</summary>
    public Task RecordStayReadAsync(string stayId) => _access.RecordStayAsync(Key, AccessAction.StayRead, stayId, Requester, _known);

    /// <summary>Refuses to go on when there is hardly any room for what will be recorded.</summary>
    /// <exception cref="DiskNearlyFullException">So it is.</exception>
    public void RefuseWhenDiskIsNearlyFull() => _space.RefuseWhenNearlyFull();

    /// <summary>How far some streams had come when this try began; none where it may rest on what was so since the first.</summary>
    public IReadOnlyList<ExpectedVersion> ExpectedOf(params ReadOnlySpan<StreamName> streams) => ExpectedVersion.Of(_known, streams);

    /// <summary>Records an entry about the case.</summary>
    /// <param name="kind">One of <see cref="LogKinds"/>.</param>
    /// <param name="payload">What it says, in the clear.</param>
    /// <param name="with">Adds what the entry depends on; null = nothing more.</param>
    /// <exception cref="StaleVersionException">The case has gone on since it was decided; it is decided again.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    public async Task<RecordedEntry> AppendAsync(string kind, byte[] payload, Func<NewEntry, NewEntry>? with = null)
    {
        using var span = Tracing.Start("record");
        var entry = new NewEntry
        {
            Kind = kind,
            Caller = Requester.Name,
            Case = Key,
            Expected = ExpectedOf(StreamName.Case),
            StateSequence = _store.Log.CurrentState,
            Payload = payload,
        };
        return await _store.Log.AppendAsync(with is null ? entry : with(entry), CancellationToken.None);
    }
}
