using System.Data.Common;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>Which master key a database was made with, so that a wrong one is named at start and not at the first unreadable payload.</summary>
static class StoreIdentity
{
    const string Name = "master-key";

    /// <summary>True when the database is new and now belongs to this key.</summary>
    public static bool ClaimOrCheck(DbConnection connection, DbTransaction transaction, MasterKey master)
    {
        const string sql = "INSERT INTO store_settings (name, value) VALUES (@name, @value)";
        if (Stored(connection, transaction) is { } stored)
        {
            Check(stored, master);
            return false;
        }

        connection.Execute(sql, new { name = Name, value = master.Identity }, transaction);
        return true;
    }

    public static void Check(DbConnection connection, MasterKey master, DbTransaction? transaction = null) => Check(Stored(connection, transaction), master);

    static void Check(string? stored, MasterKey master)
    {
        if (stored != master.Identity)
            throw new MasterKeyException("This master key is not the one the database was made with. Restore the right one; nothing was changed.");
    }

    static string? Stored(DbConnection connection, DbTransaction? transaction)
    {
        const string sql = "SELECT value FROM store_settings WHERE name = @name";
        return connection.ExecuteScalar<object>(sql, new { name = Name }, transaction) as string;
    }
}
