using System.Text.Json;
using McpSecure.Approvals;
using McpSecure.Calls;
using McpSecure.Policy.Sensitive;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Approvals;

/// <summary>What a person would read of a call.</summary>
internal static class Shown
{
    /// <summary>Of a tool that declares nothing about its arguments.</summary>
    public static Task<string> OfAsync(string arguments, McpSecurityOptions? options = null) =>
        OfAsync(Given.Tool("run", () => "ran"), Members(arguments), options);

    public static Task<string> OfAsync(McpServerTool tool, string arguments, McpSecurityOptions? options = null) => OfAsync(tool, Members(arguments), options);

    public static Task<string> OfAsync(McpServerTool tool, IDictionary<string, JsonElement> arguments, McpSecurityOptions? options = null) => OfAsync(
        new Call(PrimitiveKind.Tool, tool.ProtocolTool.Name, new Caller { Subject = "ann" }, PrimitiveFacts.Of(tool)) { Arguments = arguments }, options);

    public static async Task<string> OfAsync(Call call, McpSecurityOptions? options = null) =>
        await Of(Options.Create(options ?? new McpSecurityOptions())).OfAsync(call, new ServiceCollection().BuildServiceProvider(), Patience.Token);

    private static ApprovalText Of(IOptions<McpSecurityOptions> options) =>
        new(options, new RedactionPlans(options), RedactionOptionsCheck.Redactor(options.Value.Audit.Redaction));

    /// <summary>The line about one argument.</summary>
    public static async Task<string> ValueAsync(object? value)
    {
        var text = await OfAsync(Given.Tool("run", () => "ran"), new Dictionary<string, JsonElement> { ["a"] = JsonSerializer.SerializeToElement(value) });
        return Assert.Single(text.Split('\n'), line => line.StartsWith("- a: ", StringComparison.Ordinal))["- a: ".Length..];
    }

    public static Dictionary<string, JsonElement> Members(string arguments) =>
        JsonElement.Parse(arguments).EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);

    /// <summary>A tool with a sentence of its author's.</summary>
    public static McpServerTool Delete() => McpServerTool.Create(
        [ApprovalPrompt("Delete {path}, limit {limit}, as {options.mode}?")] (string path, DeleteOptions? options = null, int limit = 3, string? note = null) => path,
        new McpServerToolCreateOptions { Name = "delete_file", Title = "Delete a file" });

    internal sealed record DeleteOptions(string? Mode, string? Password);
}
