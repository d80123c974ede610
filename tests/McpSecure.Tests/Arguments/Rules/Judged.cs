using System.Text.Json;
using McpSecure.Arguments.Rules;
using McpSecure.Calls;
using McpSecure.Policy.Rules;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Arguments.Rules;

/// <summary>One call, judged by rules that an operator wrote.</summary>
internal sealed class Judged
{
    private readonly ArgumentRulesGuard _guard;
    private readonly McpSecure.Policy.AccessPolicy _policy;
    private readonly McpServerTool _tool;

    /// <param name="section">The policy.</param>
    /// <param name="tool">The tool; its name is "refund".</param>
    /// <param name="configure">What code adds.</param>
    /// <param name="name">Its name, if another.</param>
    public Judged(string section, Delegate? tool = null, Action<McpSecurityOptions>? configure = null, string name = "refund")
    {
        Assert.Empty(Written.Errors(section));
        var options = Written.Options(section);
        configure?.Invoke(options);
        _policy = Written.Compile(options);
        _guard = new(new ArgumentRules(Microsoft.Extensions.Options.Options.Create(options), Written.Rules), _policy);
        _tool = Given.Tool(name, tool ?? ((double amount) => "done"));
    }

    /// <summary>Sets a schema that is written by hand.</summary>
    public string Schema
    {
        init => _tool.ProtocolTool.InputSchema = JsonElement.Parse(value);
    }

    public Call Call(string arguments, params string[] roles)
    {
        var call = new Call(PrimitiveKind.Tool, _tool.ProtocolTool.Name, new Caller { Subject = "carl", Roles = roles }, PrimitiveFacts.Of(_tool))
        {
            Arguments = JsonElement.Parse(arguments).EnumerateObject().ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal),
        };
        call.Decision = _policy.Decide(call.Kind, call.Name, call.Caller, call.Facts);
        if (call.Decision.Access == Access.Ask)
        {
            call.AskPerson();
        }

        return call;
    }

    public Verdict Check(Call call) => _guard.CheckAsync(call, Patience.Token).AsTask().Result;

    /// <summary>As the pipeline asks, with nothing of the test's own in between.</summary>
    public VerdictKind Ask(Call call)
    {
        var verdict = _guard.CheckAsync(call, CancellationToken.None);
        return verdict.IsCompletedSuccessfully ? verdict.Result.Kind : VerdictKind.Refuse;
    }

    /// <summary>What the guard decides, and by which setting.</summary>
    public (Access Access, string DecidedBy) Of(string arguments, params string[] roles)
    {
        var call = Call(arguments, roles);
        var verdict = Check(call).Kind switch
        {
            VerdictKind.Continue => Access.Allow,
            VerdictKind.Ask => Access.Ask,
            _ => Access.Deny,
        };
        return (verdict, call.Decision.DecidedBy);
    }
}
