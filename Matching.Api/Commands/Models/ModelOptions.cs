using System.CommandLine;
using Matching.Api.Commands.Verbs;
using Matching.Api.Models;
using Matching.Engine.Parsing;

namespace Matching.Api.Commands.Models;

/// <summary>
/// Where a verb finds models: a folder that is named, or that of the data directory; and those that came with the program.
/// </summary>
internal sealed class ModelOptions
{
    /// <summary>The folder of models.</summary>
    public Option<string> Folder { get; } =
        new("--models") { HelpName = "DIR", Description = "Folder of models; default the folder models in the data directory." };

    /// <summary>The data directory.</summary>
    public RecordOption Record { get; } = new();

    /// <summary>The folders meant.</summary>
    public ModelFolders Folders(ParseResult parsed) =>
        parsed.GetValue(Folder) is { } named
            ? new ModelFolders(Path.GetFullPath(named), ModelFolders.ShippedFolder)
            : ModelFolders.Of(Record.Folder(parsed));

    /// <summary>The one model that a version, or its beginning, names; null after saying why there is none.</summary>
    public StoredModel? Find(string word, ParseResult parsed, Terminal terminal)
    {
        var found = Folders(parsed).Beginning(word);
        if (found.Count == 1)
            return found[0];
        terminal.Complain(
            found.Count == 0
                ? $"There is no model '{JsonText.Shown(word)}'. A version is 32 of 0-9 and a-f, or at least its first 6; see: models list."
                : $"'{word}' is the beginning of {found.Count} versions; write more of it."
        );
        return null;
    }
}
