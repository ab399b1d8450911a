using System.Security.Cryptography;
using Matching.Api.Storage;

namespace Matching.Api.Transparency;

/// <summary>
/// Makes signed checkpoints of the running log. Before it signs, it proves that the log still begins with what the last checkpoint covers;
/// a log that was cut
/// or changed is never signed. Safe for many threads.
/// </summary>
public sealed class CheckpointIssuer : IDisposable
{
    private const string StoreId = "store-id";
    private const int StoreIdBytes = 16;

    private static readonly CheckpointState NoneYet = new(CheckpointStatus.Ok, "No checkpoint was made yet.", null);

    private readonly MatchingStore _store;
    private readonly LogTree _tree;
    private readonly CheckpointSettings _settings;
    private readonly TimeProvider _clock;
    private readonly CheckpointFolder _folder;
    private readonly SemaphoreSlim _turn = new(1);
    private CheckpointKey? _key;
    private Checkpoint? _last;
    private volatile CheckpointState _state = NoneYet;

    public CheckpointIssuer(MatchingStore store, LogTree tree, CheckpointSettings settings, TimeProvider clock)
    {
        (_store, _tree, _settings, _clock) = (store, tree, settings, clock);
        _folder = new CheckpointFolder(settings.FolderIn(store.Directory.Folder), makeIt: settings.Folder is null);
    }

    /// <summary>How the log stands to its checkpoints, as last looked.</summary>
    public CheckpointState State => _state;

    /// <summary>When the last checkpoint was made, as it says itself; null when none is known yet.</summary>
    public string? LastTime => _last?.Time;

    /// <summary>The name under which a store's id is kept.</summary>
    internal static string StoreIdSetting => StoreId;

    /// <summary>
    /// A quick look before the service listens: the newest checkpoint against the number and hash of the entry it names as the head.
    /// </summary>
    /// <exception cref="CheckpointKeyException">The key is there and cannot be used, or one is configured and is not there.</exception>
    public void CheckAtStart()
    {
        if (_settings.KeyFile is null && !File.Exists(KeyFile))
            return;
        var key = Key();
        try
        {
            if (_folder.Newest() is not { } newest)
                return;
            if (Read(newest, key, out var problem) is not { } checkpoint)
                _state = new(CheckpointStatus.CheckpointNotAuthentic, problem!, newest.Size);
            else if (_store.Hashes.Last() is var last && last < checkpoint.Size)
                _state = Shorter(checkpoint, last);
            else if (!EndsWith(checkpoint))
                _state = Differs(checkpoint);
            else
                _state = Fits(checkpoint);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _state = Unwritable(fault);
        }
    }

    /// <summary>The public half of the signing key, as PEM.</summary>
    /// <exception cref="CheckpointKeyException">The key cannot be used.</exception>
    public async Task<string> PublicKeyAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return Key().PublicPem;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A checkpoint of the log as it is now.</summary>
    /// <exception cref="CheckpointRefusedException">The log does not fit the last checkpoint, or the key cannot be used.</exception>
    public async Task<SignedNote> MakeAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var (state, head) = await CheckAsync();
            _state = state;
            return head is null ? throw new CheckpointRefusedException(state) : Key().Sign(await DescribeAsync(head));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Checks the log, and writes a checkpoint to the folder when it is sound and has grown.</summary>
    public async Task<CheckpointState> WriteIfGrownAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_store.Hashes.Last() == 0 && _last is null && !Directory.Exists(_folder.Path) && _settings.Folder is null)
                return _state;
            var (state, head) = await CheckAsync();
            if (state.Status == CheckpointStatus.Ok && head!.Size > (_last?.Size ?? 0))
                state = await WriteAsync(head);
            return _state = state;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key?.Dispose();
        _turn.Dispose();
    }

    private bool EndsWith(Checkpoint checkpoint) =>
        checkpoint.Size == 0
        || (_store.Hashes.After(checkpoint.Size - 1, 1) is [var head] && head == new NumberedHash(checkpoint.Size, checkpoint.Head));

    private string KeyFile => _settings.KeyFileIn(_store.Directory.Folder);

    private CheckpointKey Key()
    {
        if (_key is null && _settings.KeyFile is { } configured && !File.Exists(configured))
            throw new CheckpointKeyException($"The key of the checkpoints '{configured}' is missing.");
        return _key ??= CheckpointKey.OpenOrCreate(KeyFile, CheckpointSettings.PublicKeyFileIn(_store.Directory.Folder));
    }

    /// <summary>How the log stands, and its tree when it may be signed.</summary>
    private async Task<(CheckpointState State, TreeHead? Head)> CheckAsync()
    {
        CheckpointKey key;
        try
        {
            key = Key();
        }
        catch (Exception fault) when (fault is CheckpointKeyException or IOException or UnauthorizedAccessException)
        {
            return (new(CheckpointStatus.KeyUnusable, fault.Message, _last?.Size), null);
        }

        // The folder before the log: another instance may be signing what was recorded in between.
        CheckpointState? unwritable = null;
        try
        {
            if (_folder.Newest() is { } newest)
            {
                var checkpoint = Read(newest, key, out var problem);
                if (checkpoint is not null && checkpoint.Origin != await OriginAsync())
                    problem = $"The newest checkpoint in the folder, of {checkpoint.Size} entries, is another log's.";
                if (problem is not null)
                    return (new(CheckpointStatus.CheckpointNotAuthentic, problem, newest.Size), null);
                if (_last is null || checkpoint!.Size >= _last.Size)
                    _last = checkpoint;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            unwritable = Unwritable(fault);
        }

        try
        {
            var head = _tree.Head();
            if (_last is null)
                return (unwritable ?? NoneYet, head);
            if (_last.Size > head.Size)
                return (Shorter(_last, head.Size), null);
            return _tree.Root(_last.Size).AsSpan().SequenceEqual(_last.Root) ? (unwritable ?? Fits(_last), head) : (Differs(_last), null);
        }
        catch (LogChangedException changed)
        {
            var status = changed.GotShorter ? CheckpointStatus.LogShorterThanCheckpoint : CheckpointStatus.LogDiffersFromCheckpoint;
            return (new(status, $"{changed.Message} Run verify.", _last?.Size), null);
        }
    }

    private async Task<CheckpointState> WriteAsync(TreeHead head)
    {
        var checkpoint = await DescribeAsync(head);
        try
        {
            if (!_folder.TryWrite(head.Size, Key().Sign(checkpoint)))
            {
                var there = Read((head.Size, _folder.Find(head.Size)), Key(), out var problem);
                if (there is null)
                    return new(CheckpointStatus.CheckpointNotAuthentic, problem!, head.Size);
                if (!there.Root.AsSpan().SequenceEqual(head.Root))
                    return Differs(there);
            }
            _last = checkpoint;
            return Fits(checkpoint);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Unwritable(fault);
        }
    }

    private async Task<Checkpoint> DescribeAsync(TreeHead head) =>
        new(await OriginAsync(), head.Size, head.Root, head.Hash, Timestamp.Of(_clock.GetUtcNow()));

    private async Task<string> OriginAsync() =>
        Checkpoint.OriginOf(
            await _store.Settings.FindOrSetAsync(StoreId, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(StoreIdBytes)))
        );

    private static Checkpoint? Read((long Size, string? Note) newest, CheckpointKey key, out string? problem)
    {
        var checkpoint = key.Verifier.Read(newest.Note ?? "", out problem);
        if (problem is null && checkpoint!.Size != newest.Size)
            problem = "it holds another size than its name says";
        if (problem is null)
            return checkpoint;
        problem = $"The newest checkpoint in the folder, of {newest.Size} entries, cannot be relied on: {problem}.";
        return null;
    }

    private static CheckpointState Fits(Checkpoint checkpoint) =>
        new(CheckpointStatus.Ok, $"The log begins with the {checkpoint.Size} entries that the last checkpoint covers.", checkpoint.Size);

    private static CheckpointState Shorter(Checkpoint checkpoint, long size) =>
        new(
            CheckpointStatus.LogShorterThanCheckpoint,
            $"The last checkpoint covers {checkpoint.Size} entries, and the log has {size}. Entries are gone, or an older copy was "
                + $"put in its place.",
            checkpoint.Size
        );

    private static CheckpointState Differs(Checkpoint checkpoint) =>
        new(
            CheckpointStatus.LogDiffersFromCheckpoint,
            $"The first {checkpoint.Size} entries are not those that the last checkpoint covers. Run verify with the folder of "
                + $"checkpoints to see where.",
            checkpoint.Size
        );

    private CheckpointState Unwritable(Exception fault) =>
        new(CheckpointStatus.FolderUnwritable, $"No checkpoint can be kept: {fault.Message}", _last?.Size);
}
