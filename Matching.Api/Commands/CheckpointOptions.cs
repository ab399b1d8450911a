using System.CommandLine;
using Matching.Api.Commands.Verbs;
using Matching.Api.Transparency;

namespace Matching.Api.Commands;

/// <summary>The options that name checkpoints to hold a record against, and the key they are checked with.</summary>
internal sealed class CheckpointOptions
{
    public Option<string[]> Checkpoints { get; } =
        new("--checkpoint")
        {
            HelpName = "FILE|FOLDER",
            Description = "A signed checkpoint, or a folder of them; may be given several times.",
        };

    public Option<string> PublicKey { get; } =
        new("--public-key") { HelpName = "PEM", Description = "The file with the public key of the checkpoints." };

    /// <summary>Reads the checkpoints; they are null when none are named. False after saying what cannot be opened.</summary>
    public bool TryRead(ParseResult parsed, string? dataDirectory, Terminal terminal, out KeptCheckpoints? kept)
    {
        kept = null;
        if (parsed.GetValue(Checkpoints) is not { Length: > 0 } paths)
            return true;
        try
        {
            var key = parsed.GetValue(PublicKey) ?? CheckpointSettings.PublicKeyFileIn(dataDirectory!);
            if (!File.Exists(key))
            {
                terminal.Complain(
                    $"The checkpoints cannot be checked: there is no public key at '{key}'. Name the one that auditors have: --public-key FILE."
                );
                return false;
            }
            kept = KeptCheckpoints.Read(paths, CheckpointVerifier.FromPem(File.ReadAllText(key)));
            return true;
        }
        catch (Exception fault) when (fault is CheckpointKeyException or IOException or UnauthorizedAccessException)
        {
            terminal.Complain($"The checkpoints cannot be checked. {fault.Message}");
            return false;
        }
    }

    /// <summary>Says how a record stands to the checkpoints.</summary>
    public static int Report(int fitting, int count, IReadOnlyList<string> findings, Terminal terminal)
    {
        var writer = terminal.Text;
        writer.WriteLine($"Signed   {fitting} of {count} {(count == 1 ? "checkpoint fits" : "checkpoints fit")}");
        foreach (var finding in findings)
            writer.WriteLine($"Wrong    {finding}");
        return findings.Count == 0 ? ExitCode.Done : ExitCode.NotAsRecorded;
    }
}
