using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Matching.Tests.Api.Support;

/// <summary>Every line the service logs, with its exceptions.</summary>
sealed class CapturedLog : ILoggerProvider
{
    readonly ConcurrentQueue<(LogLevel Level, string Text)> lines = new();

    public string Text => string.Join('\n', lines.Select(line => line.Text));

    public IEnumerable<string> Faults => lines.Where(line => line.Level >= LogLevel.Error).Select(line => line.Text);

    public IEnumerable<string> Below(LogLevel level) => lines.Where(line => line.Level < level).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

    public void Dispose() { }

    sealed class Logger(string category, ConcurrentQueue<(LogLevel, string)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Enqueue((logLevel, $"{category}: {formatter(state, exception)} {exception}"));
    }
}
