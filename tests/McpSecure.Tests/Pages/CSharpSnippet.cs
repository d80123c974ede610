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
        using McpSecure;
        using McpSecure.Testing;
        using Microsoft.Extensions.DependencyInjection;
        using ModelContextProtocol.Server;
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

    /// <summary>How a fragment begins, and what stands around it in the reader's project. A block that no row fits is a whole program.</summary>
    private static readonly (string Start, string Before, string After)[] Surroundings =
    [
        ("services.", "class C { void M(IServiceCollection services) {", "} }"),
        ("var policy = services.", "class C { void M(IServiceProvider services) {", "} }"),
        ("[McpServerTool(", "class C {", "}"),
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
