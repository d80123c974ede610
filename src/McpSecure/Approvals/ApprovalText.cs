using System.Text;
using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Policy.Rules;
using McpSecure.Policy.Sensitive;
using McpSecure.Redaction;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Approvals;

/// <summary>The whole message that a person reads before a call runs: what will be done, with what, and what comes of it.</summary>
/// <remarks>
/// <code>
/// Delete `"a.txt"`?
///
/// Tool: `delete_file`, `"Delete a file"`
/// Arguments (2):
/// - path: `"a.txt"`
/// - recursive: `true`
///
/// Effect, as the server computes it:
/// > 3 files, 12 KB
/// </code>
/// A line begins with what this class or the author wrote; what the client chose stands within a line, in backticks that it cannot end, so that
/// it is neither a line of its own nor, where the message is rendered as Markdown, anything but text. The same call has the same text.
/// </remarks>
internal sealed class ApprovalText(IOptions<McpSecurityOptions> options, RedactionPlans plans, Redactor redactor)
{
    /// <summary>UTF-16 code units of a message at most.</summary>
    public const int MaximumLength = 8000;

    /// <summary>UTF-16 code units that are shown of a value at most.</summary>
    public const int ValueLength = 500;

    private const int NameLength = 200;
    private const int UriLength = 1000;

    /// <summary>Makes the message.</summary>
    /// <param name="call">The call.</param>
    /// <param name="services">The services of the request, for the preview.</param>
    /// <param name="cancellationToken">Ends the preview.</param>
    /// <returns>The message: at most <see cref="MaximumLength"/> UTF-16 code units, and no character that cannot be seen but line breaks.</returns>
    /// <exception cref="UnshowableCallException">The call has more than can be shown, or its preview says nothing. It must not run.</exception>
    /// <remarks>What the preview throws comes out of here: the call must not run either.</remarks>
    public async ValueTask<string> OfAsync(Call call, IServiceProvider services, CancellationToken cancellationToken)
    {
        var effect = await EffectAsync(call, services, cancellationToken).ConfigureAwait(false);
        var schema = call.Facts.Tool is { } tool ? SchemaView.Of(tool.ProtocolTool.InputSchema) : null;
        var secrets = new SecretView(redactor.Names, plans.Of(call).Root);
        var text = new StringBuilder()
            .Append(ApprovalSentence.Of(call, schema, secrets)).Append("\n\n")
            .Append(Subject(call)).Append('\n');
        if (call is not ResourceCall)
        {
            var left = MaximumLength - text.Length - effect.Length;
            text.Append(ShownArguments.Of(GuardedArguments.Bare(call.Arguments), secrets, left)
                ?? throw new UnshowableCallException("The call has more arguments than a person can be shown."));
        }

        text.Append(effect);
        return text.Length <= MaximumLength ? text.ToString() : throw new UnshowableCallException("The call is longer than a person can be shown.");
    }

    private static string Subject(Call call)
    {
        var name = ShownValue.Of(call is ResourceCall resource ? resource.Uri : call.Name, call is ResourceCall ? UriLength : NameLength).Text;
        var title = TitleOf(call.Facts.Primitive);
        var kind = Wire.NameOf(call.Kind);
        return $"{char.ToUpperInvariant(kind[0])}{kind[1..]}: {name}{(string.IsNullOrWhiteSpace(title) ? string.Empty : $", {ShownValue.Of(title, NameLength).Text}")}";
    }

    private static string? TitleOf(IMcpServerPrimitive? primitive) => primitive switch
    {
        McpServerTool tool => tool.ProtocolTool.Title ?? tool.ProtocolTool.Annotations?.Title,
        McpServerPrompt prompt => prompt.ProtocolPrompt.Title,
        McpServerResource resource => resource.ProtocolResourceTemplate.Title ?? resource.ProtocolResourceTemplate.Name,
        _ => null,
    };

    private async ValueTask<string> EffectAsync(Call call, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (call.Kind != PrimitiveKind.Tool || PreviewOf(call.Name) is not { } preview)
        {
            return string.Empty;
        }

        var defaults = call.Facts.Tool is { } tool ? ToolRules.DefaultsOf(tool.ProtocolTool.InputSchema) : new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var arguments = new CallArguments(GuardedArguments.Bare(call.Arguments), defaults);
        string effect;
        try
        {
            effect = await preview(new ApprovalPreview(arguments, call.Caller, services), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
#pragma warning disable MA0054 // its text may repeat the arguments, and is not for the log
            throw new InvalidOperationException($"The preview of a tool threw {exception.GetType()}.");
#pragma warning restore MA0054
        }

        return $"\nEffect, as the server computes it:\n{ShownPreview.Of(effect)}";
    }

    /// <summary>As with rules, a name binds in every case.</summary>
    private Func<ApprovalPreview, CancellationToken, ValueTask<string>>? PreviewOf(string tool) =>
        options.Value.ToolsNamed(tool).Select(set => set.EffectPreview()).FirstOrDefault(preview => preview is not null);
}
