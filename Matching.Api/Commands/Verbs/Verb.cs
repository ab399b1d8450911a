using System.CommandLine;

namespace Matching.Api.Commands.Verbs;

/// <summary>A verb with more to its help than its options: examples and exit codes.</summary>
internal sealed class Verb(string name, string description, string more) : Command(name, description)
{
    /// <summary>What follows the options.</summary>
    public string More => more;
}
