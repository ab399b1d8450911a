using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Matching.Api.Hosting;
using Matching.Api.Http;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Engine.Reading;
using Matching.Engine.Wording;

namespace Matching.Api.Commands.Rank;

/// <summary>Ranks a request from a file with no server, and records nothing.</summary>
internal static class RankCommand
{
    private const string StandardInput = "-";
    private const int MostPlaces = 20_000;

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The request as JSON, exactly as the API takes it; - reads standard input." };
        var lang = new LanguageOption("Language of the answer: da (default) or en.");
        var json = new Option<bool>("--json") { Description = "Print the answer as the API would send it; rankingId and recordedAt are empty." };
        var top = new Option<int?>("--top")
        {
            Description = $"Show only the first N ranked placements (1 to {MostPlaces}) and how many are left out.",
            HelpName = "N",
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var places) && places is >= 1 and <= MostPlaces)
                    return places;
                result.AddError($"--top must be a whole number from 1 to {MostPlaces}.");
                return null;
            },
        };
        var verb = new Verb("rank", "Rank the placements for one request, offline; nothing is recorded.", """
            The ranking rests on the data shipped with the program, and free places are not
            known. It needs no server and no data directory.

            Examples:
              rank case.json
              rank case.json --lang en --top 5
              rank - --json < case.json

            Exit codes:
              0  ranked
              2  wrong usage, or the file cannot be read
              3  the request has faults; each is listed by its path on standard error
              4  ranked, but no placement is possible
              5  the program's own data cannot be used
            """) { file, lang, json, top };
        verb.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetValue(lang), parsed.GetValue(json), parsed.GetValue(top), terminal));
        return verb;
    }

    private static int Run(string file, Language language, bool asJson, int? top, Terminal terminal)
    {
        if (ReadFile(file, terminal) is not { } bytes)
            return ExitCode.Unusable;
        var data = ShippedData.Load(ShippedData.DefaultFolder);
        var problems = new Problems();
        using var body = Parse(bytes, problems);
        var request = body is null ? null : RankingRequestReader.Read(body.RootElement, data.Knowledge, new Today(TimeProvider.System).InCopenhagen(), problems);
        if (request is { Mode: RankingMode.RulesAndModel })
            problems.Add("mode", "no model is promoted; ask for rules");
        if (!problems.None)
            return ListFaults(problems, terminal);

        var record = RankingDesk.Rank(request!, body!.RootElement, data, PresentStateBoard.Snapshot.Empty);
        var texts = data.Texts.In(language);
        if (asJson)
            WriteJson(record, data, texts, top, terminal);
        else
            new RankingPage(record, data.Knowledge, texts, language, terminal.Out).Print(top);
        return record.Answer.Placements.Any(placement => placement.Rank is not null) ? ExitCode.Done : ExitCode.NoPlacement;
    }

    private static JsonDocument? Parse(byte[] bytes, Problems problems)
    {
        if (bytes.Length <= RequestBody.MostBytes)
            return RequestBody.Parse(bytes, problems);
        problems.Add(RequestBody.Whole, $"may hold at most {RequestBody.MostBytes} bytes");
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
            var reason = fault is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "it could not be opened or read";
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

    private static void WriteJson(RankingRecord record, ShippedData data, TextSet texts, int? top, Terminal terminal)
    {
        var buffer = new ArrayBufferWriter<byte>();
        RankingResponse.Write(buffer, new RecordedRanking("", "", record), data.Knowledge, texts, top);
        buffer.Write("\n"u8);
        terminal.Output.Stream.Write(buffer.WrittenSpan);
    }
}
