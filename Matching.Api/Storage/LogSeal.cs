using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>
/// The end of the chain, sealed with the master key in the same transaction as the entries. Hashes alone do not show a log cut
/// short, nor one rewritten from end to end; this does. A whole older copy of the file it cannot show: checkpoints kept elsewhere do.
/// </summary>
sealed record LogSeal(long Sequence, string Hash, string Seal)
{
    public bool IsAuthentic(MasterKey master) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(master.Seal(Sequence, Hash)), Encoding.UTF8.GetBytes(Seal));

    public bool Fits(MasterKey master, long sequence, string hash) => Sequence == sequence && Hash == hash && IsAuthentic(master);

    /// <summary>Null when it is missing or not of the shape that was written.</summary>
    public static LogSeal? Read(DbConnection connection, DbTransaction? transaction = null)
    {
        const string sql = "SELECT sequence, hash, seal FROM log_seal WHERE id = 1";
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        using var rows = command.ExecuteReader();
        return rows.Read() && rows.GetValue(0) is long sequence && rows.GetValue(1) is string hash && rows.GetValue(2) is string seal
            ? new(sequence, hash, seal)
            : null;
    }

    public static void Write(DbConnection connection, DbTransaction transaction, MasterKey master, long sequence, string hash)
    {
        const string sql = """
            INSERT INTO log_seal (id, sequence, hash, seal) VALUES (1, @sequence, @hash, @seal)
            ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, seal = excluded.seal
            """;
        connection.Execute(
            sql,
            new
            {
                sequence,
                hash,
                seal = master.Seal(sequence, hash),
            },
            transaction
        );
    }
}
