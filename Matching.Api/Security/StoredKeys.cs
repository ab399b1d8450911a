using System.Collections.Immutable;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Security;

/// <summary>
/// Every key the log says of, revoked and expired ones included. Read by all requests, changed by the log's writer alone.
/// </summary>
public sealed class StoredKeys : IProjection
{
    private volatile ImmutableDictionary<string, StoredKey> _byId = ImmutableDictionary.Create<string, StoredKey>(StringComparer.Ordinal);
    private volatile IReadOnlyList<KnownKey> _notRevoked = [];

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<StoredKey> All => [.. _byId.Values.OrderBy(key => key.Id, StringComparer.Ordinal)];

    /// <summary>Those that were not revoked; some may have expired.</summary>
    internal IReadOnlyList<KnownKey> NotRevoked => _notRevoked;

    /// <inheritdoc/>
    public void Apply(ProjectionEntry entry)
    {
        if (entry is { Kind: LogKinds.CallerKey, Payload: { } payload })
            Take(entry.RecordedAt, KeyRecord.Read(payload));
    }

    /// <summary>The key with an id; null when there is none.</summary>
    public StoredKey? Find(string id) => _byId.GetValueOrDefault(id);

    private void Take(string recordedAt, KeyRecord record)
    {
        if (record.Schema > KeyRecord.CurrentSchema)
            throw new InvalidDataException($"The log holds keys of schema {record.Schema}, which is newer than this program.");
        _byId = record.Change == KeyRecord.Revoked ? Revoke(recordedAt, record) : Issue(recordedAt, record);
        _notRevoked = [.. _byId.Values.Where(key => key.RevokedAt is null).Select(key => new KnownKey(key.Caller))];
    }

    private ImmutableDictionary<string, StoredKey> Revoke(string recordedAt, KeyRecord record) =>
        _byId.SetItem(record.KeyId, _byId[record.KeyId] with { RevokedAt = recordedAt, RevokedBy = record.By });

    private ImmutableDictionary<string, StoredKey> Issue(string recordedAt, KeyRecord record)
    {
        var caller = new Caller(
            record.Name!,
            Convert.FromHexString(record.KeySha256!),
            [.. record.Roles!.Select(Terms<Role>.Parse)],
            TeamSet.OfRecord(record.Teams!),
            record.Expires
        );
        var keys = _byId.SetItem(record.KeyId, new StoredKey(record.KeyId, caller, recordedAt, record.By) { Replaces = record.Replaces });
        if (record.Replaces is not { } replaced)
            return keys;
        var before = keys[replaced];
        return keys.SetItem(
            replaced,
            before with
            {
                ReplacedBy = record.KeyId,
                Caller = before.Caller with { Expires = record.ReplacedExpires },
            }
        );
    }
}
