using Npgsql;

namespace Matching.Api.Commands.Bench;

/// <summary>A schema of its own in a PostgreSQL database, gone when disposed.</summary>
internal sealed class BenchSchema : IDisposable
{
    private readonly string _name = $"matching_bench_{Guid.NewGuid():N}";
    private readonly string _database;

    private BenchSchema(string database)
    {
        _database = database;
        Run($"CREATE SCHEMA {_name}");
    }

    /// <summary>The database, looking at this schema alone.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_database) { SearchPath = _name }.ToString();

    /// <summary>Makes one.</summary>
    public static BenchSchema Make(string database) => new(database);

    /// <inheritdoc/>
    public void Dispose() => Run($"DROP SCHEMA {_name} CASCADE");

    private void Run(string sql)
    {
        using var connection = new NpgsqlConnection(_database);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
