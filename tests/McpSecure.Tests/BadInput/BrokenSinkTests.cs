using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpSecure.Tests.BadInput;

/// <summary>A log that cannot be written: the client still gets one answer.</summary>
public sealed class BrokenSinkTests
{
    [Fact]
    public async Task Every_request_gets_the_answer_it_would_get_otherwise()
    {
        await using var workshop = await Workshop.OpenAsync(
            services => services.AddSingleton<ILoggerProvider>(new FullDisk()), version: ProtocolVersions.July2026);

        await workshop.AssertServesAsync();
        var refused = await workshop.RequestAsync("tools/call", """{"name":"purge"}""");
        var unknown = await workshop.RequestAsync("x/unknown");
        var rejected = await workshop.Peer.RequestAsync("tools/call", """{"name":"purge"}"""); // without its _meta: the SDK rejects it before us
        await workshop.AssertServesAsync(); // time for a second answer
        await workshop.CloseAsync();

        Assert.Equal("-32602: Unknown tool: 'purge'", refused.Error());
        Assert.Equal("-32601: Method 'x/unknown' is not available.", unknown.Error());
        Assert.StartsWith("-32602: Requests using protocol version '2026-07-28' must include", rejected.Error(), StringComparison.Ordinal);
        Assert.Equal(5, workshop.Measured.Of("mcpsecure.messages").Count);
    }

    private sealed class FullDisk : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName == McpSecurityTelemetry.LogCategory ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("No space left on device.");

        public void Dispose()
        {
            // nothing to release
        }
    }
}
