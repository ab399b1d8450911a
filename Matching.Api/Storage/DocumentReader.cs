using Dapper;

namespace Matching.Api.Storage;

public sealed class DocumentReader
{
    readonly Database database;
    readonly MasterKey master;

    internal DocumentReader(Database database, MasterKey master) => (this.database, this.master) = (database, master);

    /// <exception cref="InvalidDataException">The stored content is not what was saved.</exception>
    public StoredDocument? Find(string version)
    {
        const string sql = """
            SELECT version AS Version, kind AS Kind, content AS Content, seal AS Seal, recorded_at AS RecordedAt
            FROM documents WHERE version = @version
            """;
        var document = database.Query(connection => connection.QuerySingleOrDefault<StoredDocument>(sql, new { version }));
        if (document is not null && !document.IsAuthentic(master))
            throw new InvalidDataException($"The stored document '{version}' was changed after it was saved.");
        return document;
    }
}
