using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Matching.Api.Storage;

/// <summary>The database cannot be what the service left; only a backup helps. Nothing was changed.</summary>
public sealed class DatabaseDamagedException(string path, string what, string? more = null, Exception? inner = null)
    : Exception(
        $"The database '{path}' {what}.{(more is null ? "" : " " + more)} Nothing was changed. Put the right file back, or restore "
            + $"the latest backup (restore --help).",
        inner
    )
{
    const int Corrupt = 11,
        NotADatabase = 26;

    /// <summary>Whether SQLite says that the file's content cannot be right.</summary>
    public static bool IsReportedBy(DbException fault) => fault is SqliteException { SqliteErrorCode: Corrupt or NotADatabase };
}
