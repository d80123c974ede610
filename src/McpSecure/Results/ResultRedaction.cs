using McpSecure.Redaction;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;

namespace McpSecure.Results;

/// <summary>Takes secrets out of results: always out of errors, whose texts nobody wrote for a client, and where the operator wants it out of all.</summary>
/// <remarks>The result itself is never changed: an application may give the same one to everybody.</remarks>
internal sealed class ResultRedaction(Redactor redactor, IOptions<McpSecurityOptions> options)
{
    private readonly bool _isOn = options.Value.Audit.Redaction.Results;

    /// <summary>The result of a tool, or an error, without its secrets; the same instance if it has none.</summary>
    public CallToolResult Of(CallToolResult result, ref int count)
    {
        if (!_isOn && result.IsError != true)
        {
            return result;
        }

        var before = count;
        var content = Of(result.Content, ref count);
        var structured = result.StructuredContent is { } value && redactor.TryRedact(value, out var redacted, ref count) ? redacted : result.StructuredContent;
        return count == before ? result : new CallToolResult
        {
            Content = content,
            StructuredContent = structured,
            IsError = result.IsError,
            Meta = result.Meta,
            ResultType = result.ResultType,
        };
    }

    /// <summary>A prompt without its secrets; the same instance if it has none.</summary>
    public GetPromptResult Of(GetPromptResult result, ref int count)
    {
        var before = count;
        var messages = new List<PromptMessage>();
        foreach (var message in _isOn ? result.Messages ?? [] : [])
        {
            var content = Of(message.Content, ref count);
            messages.Add(ReferenceEquals(content, message.Content) ? message : new PromptMessage { Role = message.Role, Content = content });
        }

        return count == before ? result : new GetPromptResult
        {
            Description = result.Description,
            Messages = messages,
            Meta = result.Meta,
            ResultType = result.ResultType,
        };
    }

    /// <summary>A resource without its secrets; the same instance if it has none.</summary>
    public ReadResourceResult Of(ReadResourceResult result, ref int count)
    {
        var before = count;
        var contents = new List<ResourceContents>();
        foreach (var one in _isOn ? result.Contents ?? [] : [])
        {
            contents.Add(Of(one, ref count));
        }

        return count == before ? result : new ReadResourceResult
        {
            Contents = contents,
            TimeToLive = result.TimeToLive,
            CacheScope = result.CacheScope,
            Meta = result.Meta,
            ResultType = result.ResultType,
        };
    }

    private IList<ContentBlock> Of(IList<ContentBlock>? blocks, ref int count)
    {
        IList<ContentBlock> whole = blocks ?? [];
        ContentBlock[]? copy = null;
        for (var index = 0; index < whole.Count; index++)
        {
            var block = Of(whole[index], ref count);
            if (!ReferenceEquals(block, whole[index]))
            {
                (copy ??= [.. whole])[index] = block;
            }
        }

        return copy ?? whole;
    }

    private ContentBlock Of(ContentBlock block, ref int count) => block switch
    {
        TextContentBlock { Text: { } text } whole when redactor.TryRedact(text, out var shown, ref count) =>
            new TextContentBlock { Text = shown, Annotations = whole.Annotations, Meta = whole.Meta },
        EmbeddedResourceBlock { Resource: TextResourceContents contents } whole when Of(contents, ref count) is var shown && !ReferenceEquals(shown, contents) =>
            new EmbeddedResourceBlock { Resource = shown, Annotations = whole.Annotations, Meta = whole.Meta },
        _ => block,
    };

    private ResourceContents Of(ResourceContents contents, ref int count) =>
        contents is TextResourceContents { Text: { } text } whole && redactor.TryRedact(text, out var shown, ref count)
            ? new TextResourceContents { Text = shown, Uri = whole.Uri, MimeType = whole.MimeType, Meta = whole.Meta }
            : contents;
}
