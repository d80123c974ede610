using McpSecure.Tests.Support;
using Microsoft.CodeAnalysis;

namespace McpSecure.Tests.Pages;

/// <summary>C# of a page, with what its reader already has around it.</summary>
internal static class CSharpSnippet
{
    /// <summary>What the pages call <c>FileTools</c>: the tools that their policies name.</summary>
    public const string FileTools = """
        using ModelContextProtocol.Server;

        [McpServerToolType]
        internal sealed class FileTools
        {
            [McpServerTool(Name = "read_file")]
            public static string Read(string path) => $"read {path}";

            [McpServerTool(Name = "list_files")]
            public static string List() => "a";

            [McpServerTool(Name = "write_file")]
            public static string Write(string path) => $"wrote {path}";

            [McpServerTool(Name = "delete_file", Destructive = true)]
            public static string Delete(string path) => $"deleted {path}";

            [McpServerTool(Name = "purge", Destructive = true)]
            public static string Purge() => "purged";
        }
        """;

    /// <summary>What <c>ImplicitUsings</c> brings to every console project.</summary>
    private const string Implicit = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private const string Usings = """
        using System.ComponentModel;
        using System.ComponentModel.DataAnnotations;
        using McpSecure;
        using McpSecure.Execution;
        using McpSecure.Files;
        using McpSecure.Schemas;
        using McpSecure.Testing;
        using Microsoft.Extensions.DependencyInjection;
        using ModelContextProtocol.Server;
        using Npgsql;
        using Microsoft.Extensions.Logging;
        using OpenTelemetry;
        using OpenTelemetry.Logs;
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;
        using Xunit;

        """;

    /// <summary>What a page on tests takes for granted: the server that its tests start.</summary>
    private const string FileServer = """
        static class FileServer
        {
            public static IServiceCollection AddFileServer(this IServiceCollection services) => services;
        }
        """;

    /// <summary>What the page on JsonSchema.Net uses of that package, which is not among the dependencies here: its shape, as documented, and none of its behaviour.</summary>
    private const string JsonSchemaNet = """
        namespace Json.Schema
        {
            public sealed class Dialect { public static Dialect Draft07 => new(); public static Dialect Draft202012 => new(); }
            public sealed class SchemaRegistry { public Func<Uri, SchemaRegistry, object?>? Fetch { get; set; } }
            public sealed class BuildOptions { public Dialect? Dialect { get; set; } public SchemaRegistry? SchemaRegistry { get; set; } }
            public enum OutputFormat { Flag, List }
            public sealed class EvaluationOptions { public OutputFormat OutputFormat { get; set; } public bool RequireFormatValidation { get; set; } }
            public sealed class JsonPointer;
            public sealed class EvaluationResults
            {
                public bool IsValid => true;
                public List<EvaluationResults>? Details => null;
                public Dictionary<string, string>? Errors => null;
                public JsonPointer InstanceLocation => new();
            }
            public sealed class JsonSchema
            {
                public static JsonSchema Build(JsonElement root, BuildOptions? options = null, Uri? baseUri = null) => new();
                public EvaluationResults Evaluate(JsonElement root, EvaluationOptions? options = null) => new();
            }
        }
        """;

    /// <summary>The engine of that page, where it is only named.</summary>
    private const string JsonSchemaNetEngine = """
        class JsonSchemaNetEngine : ISchemaEngine
        {
            public string Name => "JsonSchema.Net";
            public CompiledSchema Compile(System.Text.Json.JsonElement schema, SchemaCompileOptions options) => default!;
        }
        """;

    /// <summary>How a fragment begins, and what stands around it in the reader's project. A block that no row fits is a whole program.</summary>
    private static readonly (string Start, string Before, string After)[] Surroundings =
    [
        ("using System.Text.Json;\nusing Json.Schema;", "", JsonSchemaNet),
        ("services.AddSingleton<ISchemaEngine, JsonSchemaNetEngine>", "class C { void M(IServiceCollection services) {", $"}} }} {JsonSchemaNetEngine}"),
        ("services.AddSingleton<IStateProtector>", "class C { void M(IServiceCollection services, byte[] current, byte[] former) {",
            "} } class CommonStates : IUsedStateStore { public ValueTask<bool> TryUseAsync(string id, DateTimeOffset expires, CancellationToken token) => default; }"),
        ("services.AddSingleton<IApprover", "class C { void M(IServiceCollection services) {",
            "} } class TicketApprover : IApprover { public ValueTask<ApprovalAnswer> AskAsync(ApprovalRequest request, CancellationToken token) => default; }"),
        ("services.AddMcpServer().WithSecureStdioServerTransport()", "class C { void M(IServiceCollection services) {", "} } class FileTools;"),
        ("sealed class ", "", ""),
        ("using System.ComponentModel.DataAnnotations;", "", ""),
        ("using McpSecure;\nusing McpSecure.Files;", "", ""),
        ("await runner.RunAsync", """
            class PageClient(HttpClient client) { public HttpClient Client => client; }
            class C
            {
                async Task M(
                    ProcessRunner runner, SqlDatabase database, IServiceCollection services, int limit, string text, string path, string author, string sqlOfTheModel,
                    CancellationToken cancellationToken)
                {
            """, "} }"),
        ("services.", "class C { void M(IServiceCollection services) {", "} }"),
        ("var policy = services.", "class C { void M(IServiceProvider services) {", "} }"),
        ("var reviews = services.", "class C { void M(IServiceProvider services) {", "} }"),
        ("[McpServerTool", "class C {", "}"),
        ("[Fact]", "public class C {", $"}} {FileServer}"),
    ];

    public static string[] Errors(string text)
    {
        var code = text.Replace("…", "default!", StringComparison.Ordinal);
        foreach (var (start, before, after) in Surroundings)
        {
            if (code.StartsWith(start, StringComparison.Ordinal))
            {
                return Compiler.Errors(OutputKind.DynamicallyLinkedLibrary, Implicit, $"{Usings}{before}\n{code}\n{after}");
            }
        }

        return Compiler.Errors(OutputKind.ConsoleApplication, Implicit, FileTools, code);
    }
}
