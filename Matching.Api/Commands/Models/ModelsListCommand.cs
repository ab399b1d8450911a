using System.CommandLine;
using System.Globalization;
using Matching.Api.Commands.Verbs;
using Matching.Api.Models;
using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Engine.Localization;
using Spectre.Console;

namespace Matching.Api.Commands.Models;

/// <summary>Which models there are, and which one rankings may use.</summary>
internal static class ModelsListCommand
{
    private const int ShownVersion = 12;

    public static Command Create(Terminal terminal)
    {
        var options = new ModelOptions();
        var lang = WordOption.Of<Language>("--lang", "Language of the table");
        var verb = new Verb(
            "list",
            "Every model, its gates, and which one rankings may use.",
            """
            Example:
              models list --lang en

            Exit codes:
              0  listed
              2  the record cannot be opened
            """
        )
        {
            options.Folder,
            options.Record,
            lang,
        };
        verb.SetAction(parsed =>
        {
            var texts = ShippedData.Load(ShippedData.DefaultFolder).Texts.In(parsed.GetValue(lang));
            if (!HasRecord(options.Record.Folder(parsed)))
                return Print(new ModelCatalogue(options.Folders(parsed), () => ModelState.None, _ => null).List(), texts, terminal);
            using var store = options.Record.Open(parsed, terminal);
            return store is null
                ? ExitCode.Unusable
                : Print(
                    new ModelCatalogue(
                        options.Folders(parsed),
                        () => ModelStateProjection.From(store.Entries).Current,
                        store.Documents.Find
                    ).List(),
                    texts,
                    terminal
                );
        });
        return verb;
    }

    /// <summary>Whether anything was recorded that could name a model in force.</summary>
    private static bool HasRecord(string folder)
    {
        var options = RecordOption.Options();
        return options.Postgres is not null || File.Exists(DataDirectory.OpenToRead(folder, options).Database);
    }

    private static int Print(ModelList models, TextSet texts, Terminal terminal)
    {
        var console = terminal.Out;
        var table = new Table { Border = console.Profile.Capabilities.Unicode ? TableBorder.Horizontal : TableBorder.Ascii, Expand = true };
        foreach (var label in (string[])["model", "trainer", "children", "gates", "standing"])
            table.AddColumn(new TableColumn(new Text(texts.Label(label), new Style(decoration: Decoration.Dim))));
        foreach (var model in models.Models)
        {
            table.AddRow(
                new Text(model.Version[..ShownVersion]),
                new Text(model.Trainer ?? "-"),
                new Text(model.Children?.ToString(CultureInfo.InvariantCulture) ?? "-"),
                new Text(
                    model.Fault is not null
                        ? texts.Label("model-at-fault")
                        : $"{model.Gates.Count(gate => gate.Passed == true)}/{model.Gates.Count}"
                ),
                new Text(EligibilityStatus(model, models, texts))
            );
        }
        console.Write(table);
        console.WriteLine();
        console.WriteLine(
            texts.Label(
                models switch
                {
                    { On: false } => "models-switched-off",
                    { InForce: null } => "models-none-in-force",
                    _ => "models-one-in-force",
                }
            )
        );
        foreach (var model in models.Models.Where(model => model.Fault is not null))
            terminal.Complain(model.Fault!);
        return ExitCode.Done;
    }

    private static string EligibilityStatus(ModelLine model, ModelList models, TextSet texts) =>
        model.InForce ? texts.Label("model-in-force")
        : model.Version == models.Promoted ? texts.Label("model-promoted")
        : model.PromotedAt is not null ? texts.Label("model-earlier")
        : "";
}
