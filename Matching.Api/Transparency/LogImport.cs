using System.Security.Cryptography;
using Matching.Api.Storage;

namespace Matching.Api.Transparency;

/// <summary>
/// Moves a whole record into an empty store: from the embedded database to PostgreSQL, back, or to another machine. All of it or nothing.
/// </summary>
internal static class LogImport
{
    /// <summary>Reads an export with keys into the store of a data directory, which must hold its master key and no entries.</summary>
    /// <returns>The footer of what was read.</returns>
    /// <exception cref="InvalidDataException">The export is at fault, has no keys, or the store is not empty; nothing was
    /// written.</exception>
    /// <exception cref="MasterKeyException">The master key is missing or not the one of the exported store.</exception>
    /// <exception cref="DataDirectoryInUseException">A service holds the folder.</exception>
    public static ExportLine.Footer Run(
        Stream export,
        string folder,
        StorageOptions options,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        using var directory = DataDirectory.Open(folder, options);
        var key = MasterKey.Open(directory);
        using var database = Database.Of(directory, options);
        database.CreateIfMissing();

        var problems = new List<ExportProblem>();
        using var lines = LogExport.Read(export, problems).GetEnumerator();
        if (!lines.MoveNext() || lines.Current is not ExportLine.Header { StoreSecret: { } wrapped } header)
            throw new InvalidDataException("The export holds no keys. Make it with export --with-keys.");

        var master = Begin(database, key, wrapped, clock);
        using var session = database.OpenSession(master, new LatestTime(clock, wrongUntil: 0));
        session.Begin([], 0, isRetry: false);
        if (session.Sequence != 0)
            throw new InvalidDataException("The store holds entries already. Import into an empty one.");
        if (header.StoreId is { } storeId)
            session.FindOrInsertSetting(CheckpointIssuer.StoreIdSetting, storeId);
        var footer = Copy(lines, session, cancellation);
        if (problems.Count > 0)
            throw new InvalidDataException(problems[0].ToString());
        session.FillInLikes();
        session.Commit();
        return footer;
    }

    private static MasterKey Begin(Database database, MasterKey key, string wrapped, TimeProvider clock)
    {
        var master = key;
        using var connection = database.OpenPreparer();
        database.Alone(
            connection,
            () =>
            {
                Migrations.Apply(connection, database.Dialect, clock);
                using var transaction = connection.BeginTransaction();
                master = StoreIdentity.Adopt(connection, transaction, key, wrapped);
                if (LogSeal.Read(connection, transaction) is null)
                    LogSeal.Write(connection, transaction, master, sequence: 0, LogEntry.NoHash);
                transaction.Commit();
            }
        );
        return master;
    }

    private static ExportLine.Footer Copy(IEnumerator<ExportLine> lines, WriterSession session, CancellationToken cancellation)
    {
        var tree = new CompactRange();
        var (documents, cases) = (0L, 0L);
        while (lines.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            switch (lines.Current)
            {
                case ExportLine.Entry { Row: var entry }:
                    if (
                        entry.Sequence != session.Sequence + 1
                        || entry.PreviousHash != session.Hash
                        || entry.Hash != EntryHash.Of(entry, SHA256.HashData(entry.Payload))
                    )
                        throw new InvalidDataException(
                            $"Entry {entry.Sequence} of the export does not follow the one before it, or was changed. Run verify --export."
                        );
                    session.Insert(entry);
                    tree.Add(LogTree.TryLeafData(entry.Hash)!);
                    break;
                case ExportLine.Document { Row: var document }:
                    session.Insert(document);
                    documents++;
                    break;
                case ExportLine.Case row:
                    session.Insert(new CaseRow(row.SubjectId, row.ReferenceLookup, row.SealedReference, row.WrappedKey));
                    cases++;
                    break;
                case ExportLine.Footer footer:
                    if (
                        footer.Entries != session.Sequence
                        || footer.Head != session.Hash
                        || !footer.Root.AsSpan().SequenceEqual(tree.Root())
                        || footer.Documents != documents
                        || footer.Cases != cases
                    )
                        throw new InvalidDataException("The footer of the export does not fit what stands above it. Run verify --export.");
                    return footer;
            }
        }
        throw new InvalidDataException("The export was cut short: its footer is missing.");
    }
}
