using System.CommandLine;
using Matching.Api.Commands.Rank;
using Matching.Api.Commands.Verbs;
using Matching.Api.Letters;
using Matching.Api.Rankings;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;

namespace Matching.Api.Commands;

/// <summary>Writes a letter about a request from a file with no server, and records nothing.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "The request as JSON, exactly as the API takes it; - reads standard input.",
        };
        var audience = WordOption.Of<Audience>("--audience", "Whom the letter is to", isRequired: true);
        var lang = WordOption.Of<Language>("--lang", "Language of the letter");
        var place = new Option<string?>("--placement")
        {
            Description = "The placement to propose, one of those that are possible; the first ranked when left out.",
            HelpName = "ID",
        };
        var diagnoses = new Option<bool>("--diagnoses") { Description = "Name the diagnoses; never in a letter to the child." };
        var html = new Option<bool>("--html") { Description = "Print a page instead of text." };
        var verb = new Verb(
            "explain",
            "Write a letter about one request, offline; nothing is recorded.",
            """
            The letter rests on the data shipped with the program, and free places are not
            known. It needs no server and no data directory.

            Examples:
              explain case.json --audience child
              explain case.json --audience committee --lang en --diagnoses
              explain case.json --audience parent --html > letter.html
              explain case.json --audience place --placement skodsborg

            Exit codes:
              0  written
              2  wrong usage, or the file cannot be read
              3  the request has faults; each is listed by its path on standard error
              5  the program's own data cannot be used
            """
        )
        {
            file,
            audience,
            lang,
            place,
            diagnoses,
            html,
        };
        verb.SetAction(parsed =>
        {
            var query = new LetterQuery(
                parsed.GetRequiredValue(audience),
                parsed.GetValue(lang),
                parsed.GetValue(place),
                parsed.GetValue(diagnoses) ? Naming.Include : Naming.Omit
            );
            return Run(parsed.GetRequiredValue(file), query, parsed.GetValue(html), terminal);
        });
        return verb;
    }

    private static int Run(string file, LetterQuery query, bool asPage, Terminal terminal)
    {
        if (query is { Audience: Audience.Child, Diagnoses: Naming.Include })
        {
            terminal.Complain("Diagnoses are never named in a letter to the child.");
            return ExitCode.Unusable;
        }
        return RequestFile.Rank(
            file,
            query.Language,
            terminal,
            (record, data) =>
            {
                if (
                    query.PlacementId is { } id
                    && !record.Answer.Placements.Any(placement => placement.PlacementId == id && placement.Rank is not null)
                )
                {
                    terminal.Complain($"'{JsonText.Shown(id)}' is not the id of a placement that is possible here.");
                    return ExitCode.Unusable;
                }
                var letter = RecordedLetter
                    .Write(new RecordedRanking("", "", record), query, data.ReferenceDataSet, data.Texts, data.ReferenceDataSet.Rules)
                    .Letter;
                terminal.Text.Write(asPage ? LetterPage.Of(letter) : LetterText.Of(letter));
                return ExitCode.Done;
            }
        );
    }
}
