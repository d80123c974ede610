using System.Globalization;
using McpSecure.Calls;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace McpSecure.Results;

/// <summary>Is a result small enough to leave? Texts are cut where it is not, visibly; what cannot be cut without breaking it is withheld.</summary>
/// <remarks>The result itself is never changed: an application may give the same one to everybody.</remarks>
internal sealed partial class ResultLimit(ILoggerFactory loggers)
{
    /// <summary>The name of this check in records.</summary>
    public const string Name = "result_size";

    private readonly ILogger _logger = loggers.CreateLogger(nameof(McpSecure));

    /// <summary>Lets the result of a tool out as far as it may be large.</summary>
    /// <param name="tool">The name of the tool, if the server knows it.</param>
    /// <param name="result">The result, or error: both are limited alike.</param>
    /// <param name="limit">The bytes.</param>
    /// <param name="refusal">The refusal, where nothing of it may leave.</param>
    /// <param name="bytes">About how large it is before it is cut, bytes of UTF-8.</param>
    /// <returns>The result itself if it is small enough.</returns>
    public CallToolResult Fit(string? tool, CallToolResult result, int limit, out Refusal? refusal, out long bytes)
    {
        var size = ResultSize.Of(result);
        bytes = size.Total;
        return BudgetOf(PrimitiveKind.Tool, tool, size, limit, out refusal) is { } budget ? Cut(result, budget) : result;
    }

    // Apart, so that what a closure needs is made only here.
    private static CallToolResult Cut(CallToolResult result, TextBudget budget)
    {
        return new CallToolResult
        {
            Content = [.. result.Content.Select(block => Cut(block, budget)).OfType<ContentBlock>()],
            StructuredContent = result.StructuredContent,
            IsError = result.IsError,
            Meta = result.Meta,
            ResultType = result.ResultType,
        };
    }

    /// <summary>Lets a prompt out as far as it may be large.</summary>
    /// <param name="prompt">The name of the prompt, if the server knows it.</param>
    /// <param name="result">The messages.</param>
    /// <param name="limit">The bytes.</param>
    /// <param name="refusal">The refusal, where nothing of it may leave.</param>
    /// <param name="bytes">About how large it is before it is cut, bytes of UTF-8.</param>
    /// <returns>The result itself if it is small enough.</returns>
    public GetPromptResult Fit(string? prompt, GetPromptResult result, int limit, out Refusal? refusal, out long bytes)
    {
        var size = ResultSize.Of(result);
        bytes = size.Total;
        return BudgetOf(PrimitiveKind.Prompt, prompt, size, limit, out refusal) is { } budget ? Cut(result, budget) : result;
    }

    // Apart, so that what a closure needs is made only here.
    private static GetPromptResult Cut(GetPromptResult result, TextBudget budget)
    {
        return new GetPromptResult
        {
            Description = result.Description,
            Messages =
            [
                .. from message in result.Messages
                   let content = Cut(message.Content, budget)
                   where content is not null
                   select new PromptMessage { Role = message.Role, Content = content },
            ],
            Meta = result.Meta,
            ResultType = result.ResultType,
        };
    }

    /// <summary>Lets a resource out as far as it may be large.</summary>
    /// <param name="resource">Its URI template, if the server knows it.</param>
    /// <param name="result">The contents.</param>
    /// <param name="limit">The bytes.</param>
    /// <param name="refusal">The refusal, where nothing of it may leave.</param>
    /// <param name="bytes">About how large it is before it is cut, bytes of UTF-8.</param>
    /// <returns>The result itself if it is small enough.</returns>
    public ReadResourceResult Fit(string? resource, ReadResourceResult result, int limit, out Refusal? refusal, out long bytes)
    {
        var size = ResultSize.Of(result);
        bytes = size.Total;
        return BudgetOf(PrimitiveKind.Resource, resource, size, limit, out refusal) is { } budget ? Cut(result, budget) : result;
    }

    // Apart, so that what a closure needs is made only here.
    private static ReadResourceResult Cut(ReadResourceResult result, TextBudget budget)
    {
        return new ReadResourceResult
        {
            Contents = [.. result.Contents.Select(contents => Cut(contents, budget)).OfType<ResourceContents>()],
            TimeToLive = result.TimeToLive,
            CacheScope = result.CacheScope,
            Meta = result.Meta,
            ResultType = result.ResultType,
        };
    }

    /// <summary>What the texts have to be cut to.</summary>
    /// <returns><see langword="null"/> if nothing has to be, or cutting does not help.</returns>
    private TextBudget? BudgetOf(PrimitiveKind kind, string? name, ResultSize size, int limit, out Refusal? refusal)
    {
        refusal = null;
        if (size.Total <= limit)
        {
            return null;
        }

        var left = limit - size.Fixed - TextBudget.LongestNote;
        if (left >= 0)
        {
            LogCut(Wire.NameOf(kind), Echo.Of(name ?? Wire.Other), limit);
            return new TextBudget(left, size.TextBytes);
        }

        var what = kind == PrimitiveKind.Tool ? $"The tool '{Echo.Of(name ?? Wire.Other)}' ran, but what it returned" : $"The {Wire.NameOf(kind)}";
        refusal = new Refusal(
            RefusalCode.ResultTooLarge,
            string.Create(CultureInfo.InvariantCulture, $"{what} is larger than {limit} bytes, and was withheld. Ask for less: a smaller part, or fewer entries."),
            Retry.AfterFix);
        return null;
    }

    private static ContentBlock? Cut(ContentBlock? block, TextBudget budget) => block switch
    {
        TextContentBlock { Text: { } text } whole => budget.Take(text) switch
        {
            null => null,
            var shown when ReferenceEquals(shown, text) => whole,
            var shown => new TextContentBlock { Text = shown, Annotations = whole.Annotations, Meta = whole.Meta },
        },
        EmbeddedResourceBlock { Resource: TextResourceContents contents } whole => Cut(contents, budget) switch
        {
            null => null,
            var shown when ReferenceEquals(shown, contents) => whole,
            var shown => new EmbeddedResourceBlock { Resource = shown, Annotations = whole.Annotations, Meta = whole.Meta },
        },
        _ => block,
    };

    private static ResourceContents? Cut(ResourceContents? contents, TextBudget budget) => contents switch
    {
        TextResourceContents { Text: { } text } whole => budget.Take(text) switch
        {
            null => null,
            var shown when ReferenceEquals(shown, text) => whole,
            var shown => new TextResourceContents { Text = shown, Uri = whole.Uri, MimeType = whole.MimeType, Meta = whole.Meta },
        },
        _ => contents,
    };

    [LoggerMessage(27, LogLevel.Warning, "The result of the {Kind} '{Name}' was cut: it is larger than {Limit} bytes.")]
    private partial void LogCut(string kind, string name, int limit);
}
