using System.Data.Common;
using System.Security.Cryptography;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>The keys of the cases, wrapped by the master key. Safe for many threads.</summary>
public sealed class CaseKeys
{
    const int KeyLength = 32;

    readonly Database database;
    readonly MasterKey master;
    readonly int capacity;
    readonly Lock gate = new();

    // Two threads with the same new case must share one key for as long as either may still record with it. So a key is
    // remembered while anyone holds it (weakly), and the most recent ones are held here to spare the database.
    readonly Dictionary<string, WeakReference<CaseKey>> known = new(StringComparer.Ordinal);
    readonly Queue<CaseKey> recent = new();
    int addedSinceSweep;

    internal CaseKeys(Database database, MasterKey master, int capacity)
    {
        this.database = database;
        this.master = master;
        this.capacity = capacity;
    }

    /// <summary>The key of a case; a new one is saved with the first log entry that uses it.</summary>
    public CaseKey GetOrCreate(string caseReference)
    {
        ArgumentException.ThrowIfNullOrEmpty(caseReference);
        var lookup = master.CaseLookup(caseReference);
        if (Known(lookup) is { } held)
            return held;

        // Outside the lock: a database that is slow, or away, holds up only those who need it. A key that was erased or begun elsewhere
        // meanwhile is refused when it
        // is used.
        var found = FindByLookup(lookup);
        lock (gate)
            return Known(lookup) ?? Remember(lookup, found ?? Create(caseReference, lookup));
    }

    /// <summary>The key by which a case's payloads are read; null when the case was erased or never was.</summary>
    /// <exception cref="CaseKeyUnreadableException">The row is there but does not open.</exception>
    public CaseKey? Find(string subjectId)
    {
        const string sql =
            "SELECT subject_id, reference_lookup, sealed_reference, wrapped_key, like_lookup FROM cases WHERE subject_id = @value";
        return Find(sql, subjectId);
    }

    /// <summary>
    /// What the payloads of many cases are sealed with, by subject, for whoever reads them all; a case whose row does not open is left out.
    /// </summary>
    internal IReadOnlyDictionary<string, byte[]> FindAll(IReadOnlyCollection<string> subjectIds)
    {
        if (subjectIds.Count == 0)
            return new Dictionary<string, byte[]>();
        var wrapped = database.Query(connection =>
        {
            using var command = connection.CreateCommand();
            var names = new List<string>(subjectIds.Count);
            foreach (var subjectId in subjectIds)
                names.Add(command.Add($"@subject{names.Count}", subjectId).ParameterName);
            command.CommandText = $"SELECT subject_id, wrapped_key FROM cases WHERE subject_id IN ({string.Join(", ", names)})";
            using var rows = command.ExecuteReader();
            var found = new List<(string SubjectId, byte[] Wrapped)>(subjectIds.Count);
            while (rows.Read())
            {
                if (rows.GetValue(0) is string subjectId && rows.GetValue(1) is byte[] key)
                    found.Add((subjectId, key));
            }
            return found;
        });
        return wrapped
            .AsParallel()
            .Select(row => (row.SubjectId, Key: AuthenticatedEncryption.TryOpen(master.CaseKeyWrap, row.Wrapped, row.SubjectId)))
            .Where(row => row.Key is { Length: KeyLength })
            .ToDictionary(row => row.SubjectId, row => row.Key!, StringComparer.Ordinal);
    }

    /// <summary>
    /// The key of a case that was recorded before; null when there is no such case, no longer, or none that may be seen. The last costs as
    /// much as the first: one look-up, nothing opened.
    /// </summary>
    /// <param name="caseReference">What the case is called.</param>
    /// <param name="maySee">Whether the case of a subject may be seen; null = every one.</param>
    /// <exception cref="CaseKeyUnreadableException">The row is there but does not open.</exception>
    public CaseKey? FindByReference(string caseReference, Func<string, bool>? maySee = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(caseReference);
        var lookup = master.CaseLookup(caseReference);
        if (Known(lookup) is { IsSaved: true } held && maySee?.Invoke(held.SubjectId) != false)
            return held;
        if (FindByLookup(lookup, maySee) is not { } found)
            return null;
        lock (gate)
            return Known(lookup) is { IsSaved: true } meanwhile ? meanwhile : Remember(lookup, found);
    }

    /// <summary>
    /// Fills in what references look like, for cases that began before that was kept as it is now. What does not open is left for
    /// verification to find.
    /// </summary>
    /// <param name="connection">Where nobody else writes meanwhile.</param>
    /// <param name="transaction">What all of it belongs to.</param>
    /// <param name="master">The key of the store.</param>
    internal static void FillInLikes(DbConnection connection, DbTransaction transaction, MasterKey master)
    {
        const string select = """
            SELECT subject_id, reference_lookup, sealed_reference, wrapped_key, like_lookup FROM cases
            WHERE like_lookup IS NULL OR SUBSTR(like_lookup, 1, 2) <> @version
            """;
        const string update = "UPDATE cases SET like_lookup = @like WHERE subject_id = @subjectId";
        var likes = new List<(string SubjectId, string Like)>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = select;
            command.Transaction = transaction;
            command.Add("@version", LikeLetters.Version);
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                if (TryUnwrap(rows, master) is { } key)
                    likes.Add((key.SubjectId, master.CaseLike(key.CaseReference)));
            }
        }
        foreach (var (subjectId, like) in likes)
            connection.Execute(update, new { subjectId, like }, transaction);
    }

    /// <summary>Lets go of a key that is not in force any more.</summary>
    internal void Forget(CaseKey key)
    {
        lock (gate)
        {
            if (known.TryGetValue(key.Row.ReferenceLookup, out var weak) && weak.TryGetTarget(out var held) && held == key)
                known.Remove(key.Row.ReferenceLookup);
        }
    }

    /// <summary>Lets go of the key of an erased case.</summary>
    internal void Forget(string subjectId)
    {
        lock (gate)
        {
            var erased = known
                .Where(held => held.Value.TryGetTarget(out var key) && key.SubjectId == subjectId)
                .Select(held => held.Key)
                .ToList();
            foreach (var lookup in erased)
                known.Remove(lookup);
        }
    }

    CaseKey? FindByLookup(string lookup, Func<string, bool>? maySee = null)
    {
        const string sql =
            "SELECT subject_id, reference_lookup, sealed_reference, wrapped_key, like_lookup FROM cases WHERE reference_lookup = @value";
        return Find(sql, lookup, maySee);
    }

    CaseKey? Find(string sql, string value, Func<string, bool>? maySee = null)
    {
        return database.Query(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Add("@value", value);
            using var rows = command.ExecuteReader();
            return rows.Read() && (rows.GetValue(0) is not string subjectId || maySee?.Invoke(subjectId) != false)
                ? Unwrap(rows, value)
                : null;
        });
    }

    // Column by column and never by a cast: a tampered row may hold anything.
    CaseKey Unwrap(DbDataReader row, string soughtBy) => TryUnwrap(row, master) ?? throw new CaseKeyUnreadableException(soughtBy);

    static CaseKey? TryUnwrap(DbDataReader row, MasterKey master)
    {
        if (
            row.GetValue(0) is string subjectId
            && row.GetValue(1) is string lookup
            && row.GetValue(2) is byte[] sealedReference
            && row.GetValue(3) is byte[] wrappedKey
            && AuthenticatedEncryption.TryOpen(master.CaseKeyWrap, wrappedKey, subjectId) is { Length: KeyLength } key
            && AuthenticatedEncryption.TryOpen(key, sealedReference, ReferenceOf(subjectId, lookup)) is { } content
            && CaseSubject.ReferenceIn(content, subjectId) is { } reference
            && master.CaseLookup(reference) == lookup
        )
            return new(
                subjectId,
                reference,
                key,
                new(subjectId, lookup, sealedReference, wrappedKey) { LikeLookup = row.GetValue(4) as string },
                isSaved: true
            );

        return null;
    }

    CaseKey Create(string caseReference, string lookup)
    {
        var (subjectId, content) = CaseSubject.New(caseReference);
        var key = RandomNumberGenerator.GetBytes(KeyLength);
        var row = new CaseRow(
            subjectId,
            lookup,
            AuthenticatedEncryption.Seal(key, content, ReferenceOf(subjectId, lookup)),
            AuthenticatedEncryption.Seal(master.CaseKeyWrap, key, subjectId)
        )
        {
            LikeLookup = master.CaseLike(caseReference),
        };
        return new(subjectId, caseReference, key, row, isSaved: false);
    }

    CaseKey? Known(string lookup)
    {
        lock (gate)
            return known.TryGetValue(lookup, out var weak) && weak.TryGetTarget(out var key) ? key : null;
    }

    CaseKey Remember(string lookup, CaseKey key)
    {
        known[lookup] = new(key);
        recent.Enqueue(key);
        if (recent.Count > capacity)
            recent.Dequeue();

        if (++addedSinceSweep < capacity)
            return key;
        addedSinceSweep = 0;
        foreach (var (forgotten, _) in known.Where(entry => !entry.Value.TryGetTarget(out _)).ToList())
            known.Remove(forgotten);
        return key;
    }

    // The lookup is bound too: changed, it would send the case's next ranking to a new key.
    static string ReferenceOf(string subjectId, string lookup) => $"{subjectId}|{lookup}|reference";
}
