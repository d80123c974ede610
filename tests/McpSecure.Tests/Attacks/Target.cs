using System.Security.Claims;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Attacks;

/// <summary>A server under attack. Everybody is a guest; a guest may use what is called "open", and an admin everything.</summary>
internal static class Target
{
    public const string Policy = """
        {
          "McpSecurity": {
            "AnonymousRole": "guest",
            "UnknownTools": "Warn",
            "Roles": {
              "guest": {
                "Tools": { "open": "Allow" },
                "Prompts": { "open": "Allow" },
                "Resources": { "open": { "Uri": "mem://open/**", "Access": "Allow" } }
              },
              "admin": {
                "Tools": { "*": "Allow" },
                "Prompts": { "*": "Allow" },
                "Resources": { "all": { "Uri": "**", "Access": "Allow" } }
              }
            }
          }
        }
        """;

    /// <summary>What the SDK says of a tool it does not know, and McpSecure of one it hides.</summary>
    public const string UnknownSecret = "-32602: Unknown tool: 'secret'";

    public static Task<Session> StartAsync(
        Action<IMcpServerBuilder> server,
        Action<IServiceCollection>? without = null,
        string policy = Policy,
        bool hosted = false,
        ClaimsPrincipal? user = null) =>
        Session.StartAsync(
            builder =>
            {
                server(builder);
                builder.AddMcpSecurity();
            },
            Setup(without, policy, hosted) with { User = user is null ? null : _ => user });

    public static SessionSetup Setup(Action<IServiceCollection>? without = null, string policy = Policy, bool hosted = false) =>
        new() { Settings = policy, Services = without, Hosted = hosted };
}
