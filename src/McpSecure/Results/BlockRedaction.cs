#pragma warning disable MCP9005 // deprecated, but still kinds of blocks that a result can have
using System.Text.Json.Nodes;
using McpSecure.Redaction;
using ModelContextProtocol.Protocol;

namespace McpSecure.Results;

/// <summary>
/// Takes secrets out of every text that a part of a result has: its addresses, names and <c>_meta</c> too. A secret in an address is worth more than the address.
/// What is base64 stays as it is.
/// </summary>
/// <remarks>Gives the same instance back where there is none, and else another: many may share this one.</remarks>
internal sealed class BlockRedaction(Redactor redactor)
{
    public IList<ContentBlock> All(IList<ContentBlock>? blocks, ref int count)
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

    public ContentBlock Of(ContentBlock block, ref int count)
    {
        var before = count;
        if (block is null)
        {
            return block!;
        }

        var meta = Meta(block.Meta, ref count);
        var copy = Copy(block, ref count);
        if (count == before || ReferenceEquals(copy, block))
        {
            return block; // of another kind the SDK writes none
        }

        copy.Meta = meta;
        copy.Annotations = block.Annotations;
        return copy;
    }

    public ResourceContents Of(ResourceContents contents, ref int count)
    {
        var before = count;
        if (contents is null)
        {
            return contents!;
        }

        var meta = Meta(contents.Meta, ref count);
        var (uri, type) = (Text(contents.Uri, ref count)!, Text(contents.MimeType, ref count));
        ResourceContents copy = contents switch
        {
            TextResourceContents text => new TextResourceContents { Text = Text(text.Text, ref count)!, Uri = uri, MimeType = type, Meta = meta },
            BlobResourceContents blob => new BlobResourceContents { Blob = blob.Blob, Uri = uri, MimeType = type, Meta = meta },
            _ => contents,
        };
        return count == before ? contents : copy;
    }

    public string? Text(string? text, ref int count) => text is not null && redactor.TryRedact(text, out var shown, ref count) ? shown : text;

    /// <summary>What cannot be read does not leave.</summary>
    public JsonObject? Meta(JsonObject? meta, ref int count) => redactor.Redact(meta, ref count) as JsonObject;

    private ContentBlock Copy(ContentBlock block, ref int count) => block switch
    {
        TextContentBlock text => new TextContentBlock { Text = Text(text.Text, ref count)! },
        ImageContentBlock image => new ImageContentBlock { Data = image.Data, MimeType = Text(image.MimeType, ref count)! },
        AudioContentBlock audio => new AudioContentBlock { Data = audio.Data, MimeType = Text(audio.MimeType, ref count)! },
        EmbeddedResourceBlock embedded => new EmbeddedResourceBlock { Resource = Of(embedded.Resource, ref count) },
        ResourceLinkBlock link => new ResourceLinkBlock
        {
            Uri = Text(link.Uri, ref count)!,
            Name = Text(link.Name, ref count)!,
            Title = Text(link.Title, ref count),
            Description = Text(link.Description, ref count),
            MimeType = Text(link.MimeType, ref count),
            Size = link.Size,
            Icons = Icons(link.Icons, ref count),
        },
        ToolUseContentBlock use => new ToolUseContentBlock
        {
            Id = use.Id,
            Name = Text(use.Name, ref count)!,
            Input = redactor.TryRedact(use.Input, out var input, ref count) ? input : use.Input,
        },
        ToolResultContentBlock result => new ToolResultContentBlock
        {
            ToolUseId = result.ToolUseId,
            Content = All(result.Content, ref count),
            StructuredContent = result.StructuredContent is { } value && redactor.TryRedact(value, out var structured, ref count) ? structured : result.StructuredContent,
            IsError = result.IsError,
        },
        _ => block,
    };

    private List<Icon>? Icons(IList<Icon>? icons, ref int count)
    {
        if (icons is null)
        {
            return null;
        }

        var copy = new List<Icon>();
        foreach (var icon in icons)
        {
            copy.Add(new Icon { Source = Text(icon.Source, ref count)!, MimeType = Text(icon.MimeType, ref count), Sizes = icon.Sizes, Theme = icon.Theme });
        }

        return copy;
    }
}
