using Npgsql;

namespace Matching.Api.Storage;

/// <summary>
/// How long a database server is waited for. All that a caller waits for must fit into one total: an answer that does not come, Npgsql's
/// attempt to have the statement cancelled (another connection, and an answer on that), and the making of a new connection.
/// </summary>
/// <param name="ConnectionString">As configured, with these times in it; what it asks for itself counts where it is shorter.</param>
/// <param name="Answering">How long a statement may take to be answered, whole seconds.</param>
/// <param name="Opening">How long a connection may take to be made.</param>
/// <param name="LastTry">How long after it was asked for a try is begun at most; it may still take the making of a connection.</param>
sealed record PostgresTimes(string ConnectionString, TimeSpan Answering, TimeSpan Opening, TimeSpan LastTry)
{
    const int LongestConnecting = 3;
    const int ShortestAnswering = 3,
        LongestAnswering = 30;
    const double ShareOfAnswering = 0.4;

    // Beyond what Npgsql itself gives a connection to be made.
    static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500),
        LeastPatience = TimeSpan.FromSeconds(1);

    /// <param name="named">The connection string as configured.</param>
    /// <param name="patience">How long a caller waits for a database that went away.</param>
    public static PostgresTimes Of(NpgsqlConnectionStringBuilder named, TimeSpan patience)
    {
        var connecting = Shorter(named.Timeout, LongestConnecting);
        var most = Math.Clamp((int)(patience.TotalSeconds * ShareOfAnswering), ShortestAnswering, LongestAnswering);
        var answering = Shorter(named.CommandTimeout, most);
        var changed = new NpgsqlConnectionStringBuilder(named.ConnectionString)
        {
            Timeout = connecting,
            CommandTimeout = answering,
            // Npgsql would wait that long again after its attempt to cancel; the connection is given up instead.
            CancellationTimeout = -1,
        };
        var opening = TimeSpan.FromSeconds(connecting) + Slack;
        var lastTry = patience - opening;
        return new(changed.ConnectionString, TimeSpan.FromSeconds(answering), opening, lastTry > LeastPatience ? lastTry : LeastPatience);
    }

    // Without end is written as 0.
    static int Shorter(int asked, int most) => asked == 0 ? most : Math.Min(asked, most);
}
