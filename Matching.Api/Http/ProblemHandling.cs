using System.Data.Common;
using Matching.Api.Storage;
using Matching.Api.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace Matching.Api.Http;

/// <summary>Sees to it that every failed request gets a problem answer and that none says anything of the inside.</summary>
public static partial class ProblemHandling
{
    /// <summary>Answers faults and empty failures with problems.</summary>
    public static IApplicationBuilder UseProblems(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Matching.Api.Http");
        var measurements = app.Services.GetRequiredService<Measurements>();
        return app.Use(
            async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested || fault is not OperationCanceledException)
                {
                    if (context.Response.HasStarted)
                        throw;
                    await Answer(context, fault, logger, measurements).ExecuteAsync(context);
                    return;
                }
                if (IsBareFailure(context))
                    await ProblemAnswer.ForStatus(context.Response.StatusCode).ExecuteAsync(context);
            }
        );
    }

    private static ProblemAnswer Answer(HttpContext context, Exception fault, ILogger logger, Measurements measurements)
    {
        context.Response.Clear();
        switch (fault)
        {
            case LogBusyException:
                measurements.Refused("busy");
                return ProblemAnswer.ForStatus(StatusCodes.Status503ServiceUnavailable);
            case DiskNearlyFullException:
                measurements.Refused("disk-nearly-full");
                return ProblemAnswer.ForStatus(StatusCodes.Status503ServiceUnavailable);
            case ClockBehindLogException behind:
                measurements.Refused("clock-behind-log");
                LogUnavailable(logger, Tracing.IdOf(context), behind);
                return ProblemAnswer.ForStatus(StatusCodes.Status503ServiceUnavailable);
            case StaleVersionException or CaseGoneException:
                measurements.Refused("stale");
                return ProblemAnswer.ForStatus(StatusCodes.Status503ServiceUnavailable);
            case LogUnavailableException
            or CaseKeyUnreadableException
            or PayloadUnreadableException { InnerException: CaseKeyUnreadableException }:
                measurements.Refused("unavailable");
                LogUnavailable(logger, Tracing.IdOf(context), fault);
                return ProblemAnswer.ForStatus(StatusCodes.Status503ServiceUnavailable);
            case DbException told when DatabaseDamagedException.IsReportedBy(told):
                LogUnreadable(logger, Tracing.IdOf(context), fault);
                return new ProblemAnswer(
                    StatusCodes.Status500InternalServerError,
                    "The record is damaged and cannot be read here; an operator must look at it."
                );
            case DbException:
                measurements.Refused("unavailable");
                LogUnreadable(logger, Tracing.IdOf(context), fault);
                return new ProblemAnswer(
                    StatusCodes.Status503ServiceUnavailable,
                    "The record cannot be read right now; nothing was recorded. Try again shortly."
                );
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } late:
                // What else would come of the body is not waited for.
                context.Response.Headers.Connection = "close";
                return ProblemAnswer.ForStatus(late.StatusCode);
            case BadHttpRequestException bad:
                return ProblemAnswer.ForStatus(bad.StatusCode);
            default:
                LogFault(logger, Tracing.IdOf(context), fault);
                return ProblemAnswer.ForStatus(StatusCodes.Status500InternalServerError);
        }
    }

    private static bool IsBareFailure(HttpContext context) =>
        context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null or 0 }
        && string.IsNullOrEmpty(context.Response.ContentType)
        && context.Features.Get<IHttpRequestLifetimeFeature>()?.RequestAborted.IsCancellationRequested != true;

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed on our side; trace {TraceId}")]
    private static partial void LogFault(ILogger logger, string traceId, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The log could not be written; trace {TraceId}")]
    private static partial void LogUnavailable(ILogger logger, string traceId, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database could not be read; trace {TraceId}")]
    private static partial void LogUnreadable(ILogger logger, string traceId, Exception fault);
}
