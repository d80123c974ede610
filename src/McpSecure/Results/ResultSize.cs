using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSecure.Results;

/// <summary>How large a result is, counted where it lies: texts in UTF-8 before escapes, everything else as it is sent.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ResultSize
{
    /// <summary>About what stands around a value: names, quotes, brackets.</summary>
    private const int Around = 32;

    /// <summary>Gets the bytes that can be cut without breaking anything.</summary>
    public long Texts { get; private set; }

    /// <summary>Gets the bytes that cannot.</summary>
    public long Fixed { get; private set; }

    public readonly long Total => Texts + Fixed;

    public static ResultSize Of(CallToolResult result)
    {
        var size = default(ResultSize);
        size.Add(result.Meta);
        if (result.StructuredContent is { ValueKind: not JsonValueKind.Undefined } structured)
        {
            size.Fixed += JsonMarshal.GetRawUtf8Value(structured).Length + Around;
        }

        for (var index = 0; index < result.Content?.Count; index++)
        {
            size.Add(result.Content[index]);
        }

        return size;
    }

    public static ResultSize Of(GetPromptResult result)
    {
        var size = default(ResultSize);
        size.Add(result.Meta);
        size.Add(result.Description);
        for (var index = 0; index < result.Messages?.Count; index++)
        {
            size.Add(result.Messages[index].Content);
        }

        return size;
    }

    public static ResultSize Of(ReadResourceResult result)
    {
        var size = default(ResultSize);
        size.Add(result.Meta);
        for (var index = 0; index < result.Contents?.Count; index++)
        {
            size.Add(result.Contents[index]);
        }

        return size;
    }

    private void Add(ContentBlock? block)
    {
        switch (block)
        {
            case null:
                return;
            case TextContentBlock text:
                Texts += SizeOf(text.Text);
                Fixed += Around;
                break;
            case ImageContentBlock image:
                Fixed += image.Data.Length + Around;
                Add(image.MimeType);
                break;
            case AudioContentBlock audio:
                Fixed += audio.Data.Length + Around;
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
                Fixed += Around;
                break;
            default:
                Fixed += Written(block);
                return;
        }

        Add(block.Meta);
    }

    private void Add(ResourceContents? contents)
    {
        if (contents is null)
        {
            return;
        }

        Fixed += contents is BlobResourceContents blob ? blob.Blob.Length : 0;
        Texts += contents is TextResourceContents text ? SizeOf(text.Text) : 0;
        Fixed += Around;
        Add(contents.Uri);
        Add(contents.MimeType);
        Add(contents.Meta);
    }

    private void Add(string? text) => Fixed += SizeOf(text);

    private void Add(JsonObject? meta) => Fixed += meta is null ? 0 : Written(meta);

    private static int SizeOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

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
