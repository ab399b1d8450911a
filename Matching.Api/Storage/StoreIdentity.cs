using System.Data.Common;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>
/// Which master key a database was made with, so that a wrong one is named at start and not at the first unreadable payload; and the
/// store's own secret, wrapped by that key.
/// </summary>
static class StoreIdentity
{
    const string Identity = "master-key";
    const string Secret = "store-secret";

    /// <summary>The key with the store's secret, and whether the database is new and now belongs to this key.</summary>
    /// <exception cref="MasterKeyException">The database is another key's.</exception>
    public static (MasterKey Master, bool IsNew) ClaimOrCheck(DbConnection connection, DbTransaction transaction, MasterKey key)
    {
        if (Find(connection, Identity, transaction) is { } stored)
        {
            Check(stored, key);
            if (Find(connection, Secret, transaction) is { } wrapped)
                return (key.WithStoreSecret(wrapped), false);

            // Made before stores had a secret of their own: what was derived from the master key is so for ever.
            Insert(connection, transaction, Secret, key.WrapStoreSecret());
            return (key, false);
        }

        var master = key.WithNewStoreSecret();
        Insert(connection, transaction, Identity, master.Identity);
        Insert(connection, transaction, Secret, master.WrapStoreSecret());
        return (master, true);
    }

    /// <summary>Makes an empty database that of a store that is moved here; one that was begun so before stays as it is.</summary>
    /// <exception cref="MasterKeyException">The key is not the one of that store, or the database is another's.</exception>
    public static MasterKey Adopt(DbConnection connection, DbTransaction transaction, MasterKey key, string wrappedSecret)
    {
        var master = key.WithStoreSecret(wrappedSecret);
        if (Find(connection, Identity, transaction) is { } stored)
        {
            Check(stored, key);
            return
                Find(connection, Secret, transaction) is { } present
                && key.WithStoreSecret(present).Fingerprint([]) == master.Fingerprint([])
                ? master
                : throw new MasterKeyException("The database was begun for another store. Use an empty one.");
        }

        Insert(connection, transaction, Identity, master.Identity);
        Insert(connection, transaction, Secret, wrappedSecret);
        return master;
    }

    /// <summary>The key with the store's secret, for those who only read.</summary>
    /// <exception cref="MasterKeyException">The database is another key's.</exception>
    public static MasterKey Unlock(DbConnection connection, MasterKey key)
    {
        Check(connection, key);
        return Find(connection, Secret, transaction: null) is { } wrapped ? key.WithStoreSecret(wrapped) : key;
    }

    /// <exception cref="MasterKeyException">The database is another key's.</exception>
    public static void Check(DbConnection connection, MasterKey key, DbTransaction? transaction = null) =>
        Check(Find(connection, Identity, transaction), key);

    /// <summary>Whether the database is this key's.</summary>
    public static bool Fits(DbConnection connection, MasterKey key, DbTransaction? transaction = null) =>
        Find(connection, Identity, transaction) == key.Identity;

    /// <summary>Puts another master key in the place of the one there is.</summary>
    public static void Exchange(DbConnection connection, DbTransaction transaction, MasterKey key)
    {
        const string sql = "UPDATE store_settings SET value = @value WHERE name = @name";
        connection.Execute(sql, new { name = Identity, value = key.Identity }, transaction);
        connection.Execute(sql, new { name = Secret, value = key.WrapStoreSecret() }, transaction);
    }

    static void Check(string? stored, MasterKey key)
    {
        if (stored != key.Identity)
            throw new MasterKeyException(
                "This master key is not the one the database was made with. Restore the right one; nothing was changed."
            );
    }

    static void Insert(DbConnection connection, DbTransaction transaction, string name, string value)
    {
        const string sql = "INSERT INTO store_settings (name, value) VALUES (@name, @value)";
        connection.Execute(sql, new { name, value }, transaction);
    }

    static string? Find(DbConnection connection, string name, DbTransaction? transaction)
    {
        const string sql = "SELECT value FROM store_settings WHERE name = @name";
        return connection.ExecuteScalar<object>(sql, new { name }, transaction) as string;
    }
}
