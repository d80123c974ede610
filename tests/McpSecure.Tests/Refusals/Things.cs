using System.Reflection;
using McpSecure.Tests.Support;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Refusals;

/// <summary>One secret of each kind; its author too keeps it for managers. Where the policy grants it, the attribute still refuses.</summary>
internal sealed class Things(Ran ran)
{
    [McpServerTool(Name = "secret")]
    [RequireRole("manager")]
    public string Tool(string path) => ran.Note($"tool {path}");

    public static IEnumerable<McpServerPrompt> Prompts(Ran ran) =>
        [McpServerPrompt.Create(Method(nameof(Prompt)), new Things(ran), new McpServerPromptCreateOptions { Name = "secret" })];

    public static IEnumerable<McpServerResource> Resources(Ran ran) =>
    [
        McpServerResource.Create(
            Method(nameof(Fixed)), new Things(ran), new McpServerResourceCreateOptions { UriTemplate = "mem://secret", Name = "fixed" }),
        McpServerResource.Create(
            Method(nameof(Templated)), new Things(ran), new McpServerResourceCreateOptions { UriTemplate = "doc://{+path}", Name = "templated" }),
    ];

    [RequireRole("manager")]
    private string Prompt() => ran.Note("prompt");

    [RequireRole("manager")]
    private string Fixed() => ran.Note("resource");

    [RequireRole("manager")]
    private string Templated(string path) => ran.Note($"template {path}");

    private static MethodInfo Method(string name) =>
        typeof(Things).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Instance)!;
}
