using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSecure.Results;

/// <summary>How large a result is as it is sent, counted where it lies.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ResultSize
{
    /// <summary>About what stands around an object: brackets, and the names and quotes of what it always has.</summary>
    private const int Around = 32;

    /// <summary>About what stands around a text in it: a name and quotes.</summary>
    private const int Named = 20;

    /// <summary>No annotations without an audience are longer.</summary>
    private const int Annotated = 128;

    /// <summary>The longest role, with quotes and a comma.</summary>
    private const int OneRole = 12;

    /// <summary>Gets the bytes that can be cut without breaking anything.</summary>
    public long Texts { get; private set; }

    /// <summary>Gets how many bytes of UTF-8 that is, which is what a reader understands.</summary>
    public long TextBytes { get; private set; }

    /// <summary>Gets the bytes that cannot.</summary>
    public long Fixed { get; private set; }

    public readonly long Total => Texts + Fixed;

    public static ResultSize Of(CallToolResult result)
    {
        var size = Begin(result);
        if (result.StructuredContent is { ValueKind: not JsonValueKind.Undefined } structured)
        {
            size.Fixed += SentLength.OfJson(JsonMarshal.GetRawUtf8Value(structured)) + Around;
        }

        for (var index = 0; index < result.Content?.Count; index++)
        {
            size.Add(result.Content[index]);
        }

        return size;
    }

    public static ResultSize Of(GetPromptResult result)
    {
        var size = Begin(result);
        size.Add(result.Description);
        for (var index = 0; index < result.Messages?.Count; index++)
        {
            size.Fixed += Around;
            size.Add(result.Messages[index].Content);
        }

        return size;
    }

    public static ResultSize Of(ReadResourceResult result)
    {
        var size = Begin(result);
        for (var index = 0; index < result.Contents?.Count; index++)
        {
            size.Add(result.Contents[index]);
        }

        return size;
    }

    private static ResultSize Begin(Result result)
    {
        var size = default(ResultSize);
        size.Add(result.Meta);
        size.Add(result.ResultType);
        return size;
    }

    private void Add(ContentBlock? block)
    {
        switch (block)
        {
            case null:
                return;
            case TextContentBlock text:
                AddText(text.Text);
                break;
            case ImageContentBlock image:
                Fixed += SentLength.OfBase64(image.Data.Span);
                Add(image.MimeType);
                break;
            case AudioContentBlock audio:
                Fixed += SentLength.OfBase64(audio.Data.Span);
                Add(audio.MimeType);
                break;
            case EmbeddedResourceBlock embedded:
                Add(embedded.Resource);
                break;
            case ResourceLinkBlock link:
                Add(link.Uri);
                Add(link.Name);
                Add(link.Title);
                Add(link.Description);
                Add(link.MimeType);
                Fixed += link.Size is null ? 0 : Around;
                Add(link.Icons);
                break;
            default:
                Fixed += Written(block);
                return;
        }

        Fixed += Around;
        Fixed += block.Annotations is { } annotations ? Annotated + ((long)OneRole * (annotations.Audience?.Count ?? 0)) : 0;
        Add(block.Meta);
    }

    private void Add(IList<Icon>? icons)
    {
        for (var index = 0; index < icons?.Count; index++)
        {
            var icon = icons[index];
            Fixed += Around;
            Add(icon.Source);
            Add(icon.MimeType);
            Add(icon.Theme);
            for (var size = 0; size < icon.Sizes?.Count; size++)
            {
                Add(icon.Sizes[size]);
            }
        }
    }

    private void Add(ResourceContents? contents)
    {
        if (contents is null)
        {
            return;
        }

        Fixed += contents is BlobResourceContents blob ? SentLength.OfBase64(blob.Blob.Span) : 0;
        AddText((contents as TextResourceContents)?.Text);
        Fixed += Around;
        Add(contents.Uri);
        Add(contents.MimeType);
        Add(contents.Meta);
    }

    private void AddText(string? text)
    {
        Texts += SentLength.Of(text);
        TextBytes += text is null ? 0 : Encoding.UTF8.GetByteCount(text);
    }

    private void Add(string? text) => Fixed += text is null ? 0 : SentLength.Of(text) + Named;

    private void Add(JsonObject? meta) => Fixed += meta is null ? 0 : Written(meta) + Named;

    /// <summary>What has no size of its own is written, and thrown away as it is written.</summary>
    private static long Written(ContentBlock block)
    {
        using var writer = new Utf8JsonWriter(new Forgotten());
        JsonSerializer.Serialize(writer, block, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ContentBlock)));
        writer.Flush();
        return writer.BytesCommitted;
    }

    private static long Written(JsonObject meta)
    {
        using var writer = new Utf8JsonWriter(new Forgotten());
        meta.WriteTo(writer);
        writer.Flush();
        return writer.BytesCommitted;
    }
}
