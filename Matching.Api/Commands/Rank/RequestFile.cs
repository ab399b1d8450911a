using System.Text.Json;
using Matching.Api.Commands.Verbs;
using Matching.Api.Http;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Engine.Parsing;

namespace Matching.Api.Commands.Rank;

/// <summary>A request from a file, read as the service reads it and ranked with no server. Nothing is recorded.</summary>
internal static class RequestFile
{
    private const string StandardInput = "-";

    /// <summary>
    /// Ranks it on the shipped data and hands the ranking on; when it cannot be read or has faults, says so and gives the exit code for
    /// that.
    /// </summary>
    public static int Rank(string file, Terminal terminal, Func<RankingRecord, ShippedData, int> show)
    {
        if (ReadFile(file, terminal) is not { } bytes)
            return ExitCode.Unusable;
        var data = ShippedData.Load(ShippedData.DefaultFolder);
        var problems = new Problems();
        using var body = Parse(bytes, problems);
        var request = body is null
            ? null
            : RankingRequestReader.Read(body.RootElement, data.ReferenceDataSet, new Today(TimeProvider.System).InCopenhagen(), problems);
        if (request is { Mode: RankingMode.RulesAndModel })
            problems.Add("mode", "no model is promoted; ask for rules");
        return problems.None
            ? show(RankingHandler.Rank(request!, body!.RootElement, data, PlacementState.Empty), data)
            : ListFaults(problems, terminal);
    }

    private static JsonDocument? Parse(byte[] bytes, Problems problems)
    {
        if (bytes.Length <= RequestBody.MostBytes)
            return RequestBody.Parse(bytes, problems);
        problems.Add(RequestBody.Field, $"may hold at most {RequestBody.MostBytes} bytes");
        return null;
    }

    private static byte[]? ReadFile(string file, Terminal terminal)
    {
        try
        {
            using var stream = file == StandardInput ? terminal.Input : File.OpenRead(file);
            // One byte too many is enough to refuse it; the rest is never read.
            var buffer = new byte[RequestBody.MostBytes + 1];
            var content = buffer.AsSpan(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
            // Editors may put a byte order mark in front of a file; it is not part of the request.
            return (content is [0xEF, 0xBB, 0xBF, ..] ? content[3..] : content).ToArray();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var reason = fault is FileNotFoundException or DirectoryNotFoundException
                ? "there is no such file"
                : "it could not be opened or read";
            terminal.Complain($"'{JsonText.Shown(file)}' cannot be read: {reason}.");
            return null;
        }
    }

    private static int ListFaults(Problems problems, Terminal terminal)
    {
        terminal.Complain("The request has faults:");
        foreach (var line in problems.Lines())
            terminal.Complain($"  {line}");
        return ExitCode.FaultyRequest;
    }
}
