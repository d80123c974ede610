using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace McpSecure.Tests.Support;

/// <summary>One log entry as a sink would get it.</summary>
internal sealed record LogEntry(
    string Category,
    LogLevel Level,
    EventId EventId,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>> State,
    Exception? Exception)
{
    /// <summary>The structured value logged under a name, or null.</summary>
    public object? this[string name] => State.LastOrDefault(pair => pair.Key == name).Value;
}

/// <summary>Remembers every log entry.</summary>
internal sealed class RecordedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    public IReadOnlyList<LogEntry> Entries => [.. _entries];

    /// <summary>The entries of categories that begin like this, for example "McpSecure".</summary>
    public IReadOnlyList<LogEntry> From(string categoryPrefix) =>
        [.. _entries.Where(entry => entry.Category.StartsWith(categoryPrefix, StringComparison.Ordinal))];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // nothing to release: entries stay readable after the server has stopped
    }

    private sealed class Logger(RecordedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            logs._entries.Enqueue(new LogEntry(category, logLevel, eventId, formatter(state, exception), [.. values], exception));
        }
    }
}
