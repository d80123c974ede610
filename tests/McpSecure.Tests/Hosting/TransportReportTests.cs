using McpSecure.Hosting;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpSecure.Tests.Hosting;

/// <summary>The transport that reads lines of any length is found at the start.</summary>
public sealed class TransportReportTests
{
    [Theory]
    [InlineData("plain", true)]
    [InlineData("bounded", false)]
    [InlineData("stream", false)]
    [InlineData("none", false)]
    public void The_plain_stdio_is_a_finding(string transport, bool isFound)
    {
        var services = new ServiceCollection();
        var builder = services.AddMcpServer();
        _ = transport switch
        {
            "plain" => builder.WithStdioServerTransport(),
            "bounded" => builder.WithSecureStdioServerTransport(),
            "stream" => builder.WithStreamServerTransport(Stream.Null, Stream.Null),
            _ => builder,
        };
        using var logs = new RecordedLogs();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(logs));

        new TransportReport(loggers, new RegisteredServices(services)).Write();

        Assert.Equal(isFound ? 1 : 0, logs.From("McpSecure").Count);
        if (isFound)
        {
            var entry = logs.From("McpSecure")[0];
            Assert.Equal((26, LogLevel.Warning), (entry.EventId.Id, entry.Level));
            Assert.Contains("WithSecureStdioServerTransport()", entry.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_takes_the_place_of_the_transport_of_the_SDK_and_of_no_other()
    {
        var services = new ServiceCollection();

        Assert.Throws<ArgumentNullException>(() => ((IMcpServerBuilder)null!).WithSecureStdioServerTransport());
        services.AddMcpServer().WithSecureStdioServerTransport();

        Assert.Single(services, service => service.ServiceType == typeof(ModelContextProtocol.Protocol.ITransport));
        Assert.Single(services, service => service.ServiceType == typeof(ModelContextProtocol.Server.McpServer));
    }
}
