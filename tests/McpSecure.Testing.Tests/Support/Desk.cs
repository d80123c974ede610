using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Testing.Tests.Support;

/// <summary>A server of an author: tools, a prompt and a resource that note that they ran.</summary>
[McpServerToolType, McpServerPromptType, McpServerResourceType]
internal sealed class Desk(Notes notes)
{
    [McpServerTool(Name = "read", ReadOnly = true)]
    public string Read(string page) => notes.Add($"read {page}");

    [McpServerTool(Name = "write", Destructive = false)]
    public string Write(string page, string text) => notes.Add($"wrote {page}: {text}");

    [McpServerTool(Name = "purge", Destructive = true)]
    public string Purge() => notes.Add("purged");

    [McpServerTool(Name = "break", Destructive = false)]
    public string Break() => throw new InvalidOperationException(notes.Add("broke"));

    [McpServerTool(Name = "hang", Destructive = false)]
    public async Task<string> HangAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return notes.Add("woke up");
    }

    [McpServerTool(Name = "who", Destructive = false)]
    public string Who(ClaimsPrincipal? user = null) => notes.Add(user?.Identity?.Name ?? "nobody");

    [McpServerTool(Name = "confirm", Destructive = false)]
    public async Task<string> ConfirmAsync(McpServer server, CancellationToken cancellationToken)
    {
        var answer = await server.ElicitAsync(new ElicitRequestParams { Message = "Sure?", RequestedSchema = new() }, cancellationToken);
        return notes.Add($"answer: {answer.Action}");
    }

    [McpServerPrompt(Name = "ask")]
    public string Ask(string about) => notes.Add($"asked about {about}");

    [McpServerResource(UriTemplate = "pages://{page}", Name = "page")]
    public string Page(string page) => notes.Add($"page {page}");

    [McpServerResource(UriTemplate = "secret://key", Name = "key")]
    public string Key() => notes.Add("key");

    /// <summary>Its registrations, as its program has them.</summary>
    public static IMcpServerBuilder AddTo(IServiceCollection services, Action<McpSecurityOptions>? security = null)
    {
        services.AddSingleton<Notes>();
        return services.AddMcpServer()
            .WithStdioServerTransport()
            .WithTools<Desk>()
            .WithPrompts<Desk>()
            .WithResources<Desk>()
            .AddMcpSecurity(security);
    }
}
