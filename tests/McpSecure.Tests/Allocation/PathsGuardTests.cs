using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Paths;
using McpSecure.Policy.Paths;
using McpSecure.Tests.Files;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Allocation;

/// <summary>What a path that is let pass allocates in its guard: nothing, with the kernel's help.</summary>
[Collection(CountedBytes.Name)]
public sealed class PathsGuardTests(ITestOutputHelper output) : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"path":"drafts/a/b.txt"}""", "reader")]
    [InlineData("""{"path":"drafts/a/b.txt"}""", "editor")] // narrowed
    [InlineData("""{"path":"drafts/a/b.txt"}""", "editor", "reader")]
    [InlineData("""{"path":"drafts/a/missing.txt"}""", "reader")] // to be made
    [InlineData("""{"path":"drafts/a/b.txt","more":[{"path":"drafts"},{"path":"drafts/a"}]}""", "reader")]
    public void A_path_that_is_let_pass_allocates_nothing(string arguments, params string[] roles)
    {
        _folder.Write("drafts/a/b.txt", "x");
        var options = Microsoft.Extensions.Options.Options.Create(Written.Options($$"""
            "Roles": { "reader": { "Tools": { "*": "Allow" } }, "editor": { "Tools": { "*": "Allow" } } },
            "Paths": { "docs": { "Root": "{{_folder.Inside}}" } },
            "Tools": { "read": { "Roles": { "editor": { "Paths": { "path": { "Under": "drafts" } } } } } }
            """));
        using var roots = new PathRoots(options, Written.Source());
        var policy = Written.Compile(options.Value);
        var guard = new PathsGuard(new ToolPaths(options, roots), policy);
        var tool = Given.Tool("read", ([ConfinedPath("docs")] string path, Change[]? more = null) => string.Empty);
        var call = new Call(PrimitiveKind.Tool, "read", new Caller { Roles = roles }, PrimitiveFacts.Of(tool))
        {
            Arguments = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments),
        };

        Assert.Equal(0, BytesOf(() => Ask(guard, call)));
    }

    private static void Ask(PathsGuard guard, Call call)
    {
        var verdict = guard.CheckAsync(call, CancellationToken.None);
        if (!verdict.IsCompletedSuccessfully || verdict.Result.Kind != VerdictKind.Continue)
        {
            throw new InvalidOperationException("It refuses, or waits for something.");
        }
    }

    private long BytesOf(Action check) => Allocations.OnThisThread(check, output);

    internal sealed record Change([ConfinedPath("docs")] string Path);
}
