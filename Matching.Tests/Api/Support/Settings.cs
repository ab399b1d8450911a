using Matching.Api.Hosting;
using Matching.Api.Settings;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace Matching.Tests.Api.Support;

/// <summary>Configuration as it is given on the command line, read and nothing started.</summary>
static class Settings
{
    public static readonly string[] OneCaller = ["ApiKeys:handler:Key=secret", "ApiKeys:handler:Roles=visitator"];

    public static ServiceSettings Read(params string[] settings) =>
        ServiceSettings.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))
                )
                .Build()
        );

    /// <summary>The message the settings are refused with.</summary>
    public static string Refusal(params string[] settings) => Assert.Throws<SettingsException>(() => Read(settings))!.Message;
}
