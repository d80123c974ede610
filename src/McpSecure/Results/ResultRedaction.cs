using McpSecure.Redaction;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;

namespace McpSecure.Results;

/// <summary>Takes secrets out of results: always out of errors, whose texts nobody wrote for a client, and where the operator wants it out of all.</summary>
/// <remarks>The result itself is never changed: an application may give the same one to everybody.</remarks>
internal sealed class ResultRedaction(Redactor redactor, IOptions<McpSecurityOptions> options)
{
    private readonly BlockRedaction _blocks = new(redactor);
    private readonly bool _isOn = options.Value.Audit.Redaction.Results;

    /// <summary>The result of a tool, or an error, without its secrets; the same instance if it has none.</summary>
    public CallToolResult Of(CallToolResult result, ref int count)
    {
        if (!_isOn && result.IsError != true)
        {
            return result;
        }

        var before = count;
        var content = _blocks.All(result.Content, ref count);
        var structured = result.StructuredContent is { } value && redactor.TryRedact(value, out var redacted, ref count) ? redacted : result.StructuredContent;
        var meta = _blocks.Meta(result.Meta, ref count);
        return count == before ? result : new CallToolResult
        {
            Content = content,
            StructuredContent = structured,
            IsError = result.IsError,
            Meta = meta,
            ResultType = result.ResultType,
        };
    }

    /// <summary>A prompt without its secrets; the same instance if it has none.</summary>
    public GetPromptResult Of(GetPromptResult result, ref int count)
    {
        if (!_isOn)
        {
            return result;
        }

        var before = count;
        var messages = new List<PromptMessage>();
        foreach (var message in result.Messages ?? [])
        {
            var content = _blocks.Of(message.Content, ref count);
            messages.Add(ReferenceEquals(content, message.Content) ? message : new PromptMessage { Role = message.Role, Content = content });
        }

        var description = _blocks.Text(result.Description, ref count);
        var meta = _blocks.Meta(result.Meta, ref count);
        return count == before ? result : new GetPromptResult
        {
            Description = description,
            Messages = messages,
            Meta = meta,
            ResultType = result.ResultType,
        };
    }

    /// <summary>A resource without its secrets; the same instance if it has none.</summary>
    public ReadResourceResult Of(ReadResourceResult result, ref int count)
    {
        if (!_isOn)
        {
            return result;
        }

        var before = count;
        var contents = new List<ResourceContents>();
        foreach (var one in result.Contents ?? [])
        {
            contents.Add(_blocks.Of(one, ref count));
        }

        var meta = _blocks.Meta(result.Meta, ref count);
        return count == before ? result : new ReadResourceResult
        {
            Contents = contents,
            TimeToLive = result.TimeToLive,
            CacheScope = result.CacheScope,
            Meta = meta,
            ResultType = result.ResultType,
        };
    }
}
