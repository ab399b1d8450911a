using System.Text.Json;
using Matching.Api.Commands.Verbs;
using Matching.Api.Http;
using Matching.Api.Http.Faults;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Engine.Localization;
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
    public static int Rank(string file, Language language, Terminal terminal, Func<RankingRecord, ShippedData, int> show)
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
            : ListFaults(problems, language, terminal);
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
            return content.ToArray();
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

    private static int ListFaults(Problems problems, Language language, Terminal terminal)
    {
        terminal.Complain(FaultTexts.In(language, "The request has faults:"));
        foreach (var line in FaultTexts.Lines(problems, language))
            terminal.Complain($"  {line}");
        return ExitCode.FaultyRequest;
    }
}
