using Matching.Engine.Parsing;

namespace Matching.Api.Settings;

/// <summary>The service cannot start as configured; lists every problem.</summary>
public sealed class SettingsException(Problems problems)
    : Exception(
        $"The service cannot start as configured:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", problems.Lines())}"
    );
