using System.Text.Json;
using McpSecure.Arguments;
using McpSecure.Calls;
using McpSecure.Schemas;
using McpSecure.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Arguments;

/// <summary>What holds arguments against schemas, without a server around it.</summary>
internal static class Held
{
    public static ToolSchemas Schemas(ISchemaEngine? engine = null, RecordedLogs? logs = null) =>
        new(engine ?? new McpSecureSchemaEngine(), Microsoft.Extensions.Options.Options.Create(new SchemaCompileOptions()), Options(null), LoggerFactory.Create(logging => logging.AddProvider(logs ?? new RecordedLogs())));

    public static ArgumentsGuard Guard(ToolSchemas? schemas = null, Action<McpSecurityOptions>? configure = null) =>
        new(schemas ?? Schemas(), Options(configure));

    public static UnknownFieldRemover Remover(ToolSchemas? schemas = null) =>
        new(schemas ?? Schemas(), Options(options => options.Tools["tool"] = new ToolOptions { UnknownFields = UnknownFields.Drop }));

    /// <summary>A tool whose author wrote its schema.</summary>
    public static McpServerTool Tool(string schema)
    {
        var tool = McpServerTool.Create(Microsoft.Extensions.AI.AIFunctionFactory.Create(() => "", "tool"));
        tool.ProtocolTool.InputSchema = JsonElement.Parse(schema);
        return tool;
    }

    public static Call Call(McpServerTool? tool, string arguments, string name = "tool") =>
        new(PrimitiveKind.Tool, name, Caller.Anonymous, PrimitiveFacts.Of(tool)) { Arguments = Arguments(arguments) };

    public static Dictionary<string, JsonElement> Arguments(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    private static IOptions<McpSecurityOptions> Options(Action<McpSecurityOptions>? configure)
    {
        var options = new McpSecurityOptions();
        configure?.Invoke(options);
        return Microsoft.Extensions.Options.Options.Create(options);
    }
}
