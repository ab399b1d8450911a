using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Matching.Api.Telemetry;

/// <summary>
/// Takes out of every span, whoever made it, all that is not named here: paths and queries hold what callers sent, a case's reference too,
/// and other attributes addresses, words of callers and messages of faults.
/// </summary>
internal sealed class SpanScrubber : BaseProcessor<Activity>
{
    private static readonly FrozenSet<string> Kept = FrozenSet.Create(
        StringComparer.Ordinal,
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "db.system.name",
        "db.response.status_code",
        "error.type"
    );

    /// <summary>
    /// Keeps the messages and stack traces of faults out of the spans of the database, from which they could not be removed.
    /// </summary>
    public static ActivityListener WithoutExceptions()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            ExceptionRecorder = (Activity _, Exception _, ref TagList tags) =>
            {
                tags.Add("exception.message", "");
                tags.Add("exception.stacktrace", "");
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <inheritdoc/>
    public override void OnStart(Activity data) => data.TraceStateString = "";

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        foreach (var (name, _) in data.TagObjects.Where(tag => !Kept.Contains(tag.Key)).ToList())
            data.SetTag(name, null);
        // Without its description, which is the message of a fault.
        data.SetStatus(data.Status);
    }
}
