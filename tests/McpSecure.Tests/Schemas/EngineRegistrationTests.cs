using System.Text.Json;
using McpSecure.Schemas;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Schemas;

/// <summary>Another engine takes the place of the one that is built in, whichever is registered first.</summary>
public sealed class EngineRegistrationTests
{
    [Fact]
    public void An_engine_that_is_registered_before_wins() =>
        Assert.IsType<Other>(EngineOf(services => services.AddSingleton<ISchemaEngine, Other>().AddMcpServer().AddMcpSecurity()));

    [Fact]
    public void An_engine_that_is_registered_after_wins() =>
        Assert.IsType<Other>(EngineOf(services => services.AddMcpServer().AddMcpSecurity().Services.AddSingleton<ISchemaEngine, Other>()));

    [Fact]
    public void There_is_one_without() => Assert.Equal("McpSecure", EngineOf(services => services.AddMcpServer().AddMcpSecurity()).Name);

    private static ISchemaEngine EngineOf(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<ISchemaEngine>();
    }

    private sealed class Other : ISchemaEngine
    {
        public string Name => "other";

        public CompiledSchema Compile(JsonElement schema, SchemaCompileOptions options) => throw new NotSupportedException();
    }
}
