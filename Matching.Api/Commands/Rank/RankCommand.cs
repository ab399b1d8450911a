using System.Buffers;
using System.CommandLine;
using System.Globalization;
using Matching.Api.Commands.Verbs;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Engine.Localization;

namespace Matching.Api.Commands.Rank;

/// <summary>Ranks a request from a file with no server, and records nothing.</summary>
internal static class RankCommand
{
    private const int MostPlaces = 20_000;

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "The request as JSON, exactly as the API takes it; - reads standard input.",
        };
        var lang = WordOption.Of<Language>("--lang", "Language of the answer");
        var json = new Option<bool>("--json")
        {
            Description = "Print the answer as the API would send it; rankingId and recordedAt are empty.",
        };
        var top = new Option<int?>("--top")
        {
            Description = $"Show only the first N ranked placements (1 to {MostPlaces}) and how many are left out.",
            HelpName = "N",
            CustomParser = result =>
            {
                if (
                    int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var places)
                    && places is >= 1 and <= MostPlaces
                )
                    return places;
                result.AddError($"--top must be a whole number from 1 to {MostPlaces}.");
                return null;
            },
        };
        var verb = new Verb(
            "rank",
            "Rank the placements for one request, offline; nothing is recorded.",
            """
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
            """
        )
        {
            file,
            lang,
            json,
            top,
        };
        verb.SetAction(parsed =>
            Run(parsed.GetRequiredValue(file), parsed.GetValue(lang), parsed.GetValue(json), parsed.GetValue(top), terminal)
        );
        return verb;
    }

    private static int Run(string file, Language language, bool asJson, int? top, Terminal terminal) =>
        RequestFile.Rank(
            file,
            language,
            terminal,
            (record, data) =>
            {
                var texts = data.Texts.In(language);
                if (asJson)
                    WriteJson(record, data, texts, top, terminal);
                else
                    new RankingPage(record, data.ReferenceDataSet, texts, language, terminal.Out).Print(top);
                return record.Answer.Placements.Any(placement => placement.Rank is not null) ? ExitCode.Done : ExitCode.NoPlacement;
            }
        );

    private static void WriteJson(RankingRecord record, ShippedData data, TextSet texts, int? top, Terminal terminal)
    {
        var buffer = new ArrayBufferWriter<byte>();
        RankingResponse.Write(buffer, new RecordedRanking("", "", record), data.ReferenceDataSet, texts, top);
        buffer.Write("\n"u8);
        terminal.Output.Stream.Write(buffer.WrittenSpan);
    }
}
