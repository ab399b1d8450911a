using System.CommandLine;
using System.Data.Common;
using Matching.Api.Hosting;
using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Commands.Verbs;

/// <summary>The option that names the data directory, for verbs that read the record beside a running service.</summary>
internal sealed class RecordOption : Option<string>
{
    public RecordOption()
        : base("--data-directory")
    {
        HelpName = "DIR";
        Description = "Folder with database and keys; default the one the service uses (setting DataDirectory).";
    }

    /// <summary>The folder meant.</summary>
    public string Folder(ParseResult parsed) => Path.GetFullPath(parsed.GetValue(this) ?? Configured());

    /// <summary>Opens the record to read; null after saying why not.</summary>
    public ReadOnlyStore? Open(ParseResult parsed, Terminal terminal)
    {
        try
        {
            return ReadOnlyStore.Open(Folder(parsed), options: Options());
        }
        catch (Exception fault)
            when (fault is MasterKeyException or IOException or UnauthorizedAccessException or InvalidOperationException or DbException)
        {
            terminal.Complain($"The record cannot be opened. {fault.Message}");
            return null;
        }
    }

    /// <summary>Database and master key as the service itself would take them.</summary>
    public static StorageOptions Options()
    {
        var configuration = Configuration();
        return StoreSettings.Read(configuration, new Problems()) with { Patience = TimeSpan.Zero };
    }

    /// <summary>The folder of rules, priors and limits that the service itself would take.</summary>
    public static string DataFolder() => Configuration()["DataFolder"] is { Length: > 0 } folder ? folder : ShippedData.DefaultFolder;

    private static string Configured() =>
        Configuration()["DataDirectory"] is { Length: > 0 } directory ? directory : ServiceSettings.DefaultDataDirectory();

    /// <summary>As the service itself would read it, without its arguments.</summary>
    private static ConfigurationManager Configuration() =>
        WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }).Configuration;
}
