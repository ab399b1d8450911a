namespace Matching.Api.Http;

/// <summary>
/// How long an address and how many and how large the headers of a request may be. What is over is reported with a problem; only what is
/// several
/// times over is cut off by the web server, which says nothing but the status.
/// </summary>
public static class RequestSize
{
    /// <summary>The longest address, characters.</summary>
    public const int MostAddress = 8 * 1024;

    /// <summary>The most bytes of all headers.</summary>
    public const int MostHeaderBytes = 32 * 1024;

    /// <summary>The most headers.</summary>
    public const int MostHeaders = 64;

    /// <summary>So many times over, the web server refuses by itself.</summary>
    internal const int Slack = 4;

    /// <summary>Refuses what is too large.</summary>
    public static void UseRequestSize(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                var request = context.Request;
                if (request.Path.Value!.Length + (request.QueryString.Value?.Length ?? 0) > MostAddress)
                    return new ProblemAnswer(
                        StatusCodes.Status414UriTooLong,
                        "The address is too long.",
                        $"It may hold at most {MostAddress} characters."
                    ).ExecuteAsync(context);
                if (IsTooMuch(request.Headers))
                {
                    return new ProblemAnswer(
                        StatusCodes.Status431RequestHeaderFieldsTooLarge,
                        "The headers are too large or too many.",
                        $"There may be at most {MostHeaders}, and {MostHeaderBytes} bytes of them."
                    ).ExecuteAsync(context);
                }
                return next(context);
            }
        );

    private static bool IsTooMuch(IHeaderDictionary headers)
    {
        var (count, bytes) = (0, 0);
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                count++;
                bytes += name.Length + (value?.Length ?? 0);
            }
        }
        return count > MostHeaders || bytes > MostHeaderBytes;
    }
}
