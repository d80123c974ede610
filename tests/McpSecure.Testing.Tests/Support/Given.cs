using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Testing.Tests.Support;

/// <summary>What most tests start with.</summary>
internal static class Given
{
    /// <summary>The server, started as its author would start it in a test.</summary>
    public static Task<SecuredTestServer> ADeskAsync(
        Action<TestServerOptions>? options = null, Action<IMcpServerBuilder>? more = null, Action<IServiceCollection>? services = null) =>
        SecuredTestServer.StartAsync(
            builder =>
            {
                var desk = Desk.AddTo(builder.Services);
                more?.Invoke(desk);
                services?.Invoke(builder.Services);
            },
            options);

    /// <summary>What ran in it.</summary>
    public static IReadOnlyList<string> Ran(this SecuredTestServer server) => server.Services.GetRequiredService<Notes>().Lines;
}
