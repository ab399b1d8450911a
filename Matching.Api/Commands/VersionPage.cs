using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Matching.Api.Commands.Verbs;
using Matching.Engine;

namespace Matching.Api.Commands;

/// <summary>What <c>--version</c> prints.</summary>
internal sealed class VersionPage(Terminal terminal) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var program = typeof(VersionPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        terminal.Text.WriteLine($"Matching {program}, engine {Matcher.EngineVersion}");
        return ExitCode.Done;
    }
}
