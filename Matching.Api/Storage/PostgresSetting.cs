using Matching.Engine.Parsing;
using Npgsql;

namespace Matching.Api.Storage;

/// <summary>The connection string that moves the record from the embedded database to PostgreSQL.</summary>
internal static class PostgresSetting
{
    private const string Name = "Postgres";

    /// <summary>
    /// The connection string; null for the embedded database. What is wrong in it is not repeated: it may hold a password.
    /// </summary>
    public static string? Read(IConfiguration configuration, Problems problems)
    {
        if (configuration.GetConnectionString(Name) is not { Length: > 0 } text)
            return null;
        try
        {
            if (new NpgsqlConnectionStringBuilder(text).Host is not { Length: > 0 })
                problems.Add($"ConnectionStrings:{Name}", "must name a Host");
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            problems.Add($"ConnectionStrings:{Name}", "is not a connection string as Npgsql reads it");
        }
        return text;
    }
}
