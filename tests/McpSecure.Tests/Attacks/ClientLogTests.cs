#pragma warning disable MCP9005 // deprecated, but still what sends a server's log to its client
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Slots = McpSecure.Pipeline.Slots;

namespace McpSecure.Tests.Attacks;

/// <summary>The SDK can send a server's log to its client. Our records name callers, roles and settings: they stay here.</summary>
public sealed class ClientLogTests
{
    private const string Application = "Application";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Our_own_log_lines_are_never_sent_to_a_client(bool guarded)
    {
        await using var session = await Target.StartAsync(
            server => server.WithTools([Given.Tool("open", new Ran())]), guarded ? Without.Nothing : Without.Slot(Slots.Outgoing));
        using var signal = new RecordSignal();
        var peer = await session.ConnectRawAsync();
        var loggers = session.Services.GetRequiredService<ILoggerFactory>();
        loggers.AddProvider(session.Server.AsClientLoggerProvider());
        loggers.AddProvider(signal); // hears of a record after the client's logger has
        await peer.RequestAsync("logging/setLevel", """{"level":"info"}""");

        await peer.CallToolAsync("secret");
        await signal.Written.OrGiveUp();
        loggers.CreateLogger(Application).Log(LogLevel.Information, default, "last", null, static (text, _) => text);

        Assert.Equal(!guarded, (await LoggersAsync(peer)).Exists(logger => logger.StartsWith("McpSecure", StringComparison.Ordinal)));
    }

    /// <summary>Who logged what the client was sent, up to the application's own line.</summary>
    private static async Task<List<string>> LoggersAsync(RawPeer peer)
    {
        var loggers = new List<string>();
        while ((loggers.Count == 0 || loggers[^1] != Application) && await peer.ReadNextAsync() is { } message)
        {
            if (message.GetProperty("method").GetString() == "notifications/message")
            {
                loggers.Add(message.GetProperty("params").GetProperty("logger").GetString()!);
            }
        }

        return loggers;
    }

    private sealed class RecordSignal : ILoggerProvider, ILogger
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly RecordedLogs _logs = new();

        public Task Written => _written.Task;

        public ILogger CreateLogger(string categoryName) => categoryName == McpSecurityTelemetry.LogCategory ? this : _logs.CreateLogger(categoryName);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception).Contains("not_found", StringComparison.Ordinal))
            {
                _written.TrySetResult();
            }
        }

        public void Dispose() => _logs.Dispose();
    }
}
