using System.ComponentModel;
using System.Reflection;
using System.Security.Claims;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Support;

/// <summary>The nouns every test starts from.</summary>
internal static class Given
{
    /// <summary>A tool without parameters that notes its name.</summary>
    public static McpServerTool Tool(string name, Ran ran) => Tool(name, () => ran.Note(name));

    /// <summary>A tool that does what the delegate does; its parameters are the tool's.</summary>
    public static McpServerTool Tool(string name, Delegate body, Action<McpServerToolCreateOptions>? configure = null)
    {
        var options = new McpServerToolCreateOptions { Name = name };
        configure?.Invoke(options);
        return McpServerTool.Create(body, options);
    }

    /// <summary>A tool with one argument, <c>path</c>, that notes <c>name(path)</c>.</summary>
    public static McpServerTool PathTool(string name, Ran ran) => Tool(name, (string path) => ran.Note($"{name}({path})"));

    /// <summary>All methods of a target that carry <see cref="McpServerToolAttribute"/>, public or not.</summary>
    public static IEnumerable<McpServerTool> ToolsOf(object target) =>
        target.GetType()
            .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
            .Where(method => method.IsDefined(typeof(McpServerToolAttribute)))
            .Select(method => McpServerTool.Create(method, target));

    /// <summary>A tool made from an AI function: the SDK keeps no attributes of it, whatever the method says.</summary>
    public static McpServerTool FunctionTool(string name, Ran ran)
    {
        [Description("Notes that it ran.")]
        string Body() => ran.Note(name);

        return McpServerTool.Create(AIFunctionFactory.Create(Body, name));
    }

    /// <summary>A prompt without arguments that notes its name.</summary>
    public static McpServerPrompt Prompt(string name, Ran ran) => Prompt(name, () => ran.Note(name));

    public static McpServerPrompt Prompt(string name, Delegate body) =>
        McpServerPrompt.Create(body, new McpServerPromptCreateOptions { Name = name });

    /// <summary>A resource at a fixed address that notes the address.</summary>
    public static McpServerResource Resource(string uri, Ran ran) => Resource(uri, () => ran.Note(uri));

    /// <summary>A resource, or a template if the address has variables such as <c>file:///{path}</c>.</summary>
    public static McpServerResource Resource(string uriTemplate, Delegate body) =>
        McpServerResource.Create(body, new McpServerResourceCreateOptions { UriTemplate = uriTemplate, Name = uriTemplate });

    /// <summary>An authenticated user with roles, under the claim types ASP.NET uses by default.</summary>
    public static ClaimsPrincipal User(string subject, params string[] roles) =>
        Principal([(ClaimTypes.NameIdentifier, subject), .. roles.Select(role => (ClaimTypes.Role, role))]);

    /// <summary>An authenticated user with exactly these claims.</summary>
    public static ClaimsPrincipal Principal(params (string Type, string Value)[] claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Type, claim.Value)), authenticationType: "Test"));

    /// <summary>A principal that nobody authenticated, whatever it claims.</summary>
    public static ClaimsPrincipal Unauthenticated(params (string Type, string Value)[] claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Type, claim.Value))));
}
