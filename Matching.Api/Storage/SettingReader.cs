using Dapper;

namespace Matching.Api.Storage;

/// <summary>Named values that belong to a database for ever.</summary>
public sealed class SettingReader
{
    readonly Database database;

    internal SettingReader(Database database) => this.database = database;

    /// <summary>Null when it was never set.</summary>
    public string? Find(string name)
    {
        const string sql = "SELECT value FROM store_settings WHERE name = @name";
        using var reader = database.Read();
        return reader.Connection.QuerySingleOrDefault<string>(sql, new { name });
    }
}
