using McpSecure.Calls;

namespace McpSecure.Pipeline;

/// <summary>What a request names, if that can be read in one way only.</summary>
internal static class RequestName
{
    /// <summary>Longer names are malformed. MCP allows tool names of 128 characters.</summary>
    public const int MaximumNameLength = 512;

    private static readonly Refusal NoName = new(
        RefusalCode.InvalidRequest, "The request names nothing: its params need a name or uri.", Retry.AfterFix);

    private static readonly Refusal LongName = new(
        RefusalCode.InvalidRequest, $"The name is longer than {MaximumNameLength} characters.", Retry.AfterFix);

    private static readonly Refusal AmbiguousUri = new(
        RefusalCode.InvalidUri,
        "The URI could be read in two ways: dot segments, backslashes, encoded slashes, control characters and double or malformed " +
        "percent-encoding are refused.",
        Retry.AfterFix);

    /// <summary>Reads it.</summary>
    /// <returns>The refusal, or <see langword="null"/> if there is a name.</returns>
    public static Refusal? Malformed(Target target, out string name)
    {
        name = target.Name ?? string.Empty;
        return name switch
        {
            "" => NoName,
            { Length: > MaximumNameLength } when target.Kind is PrimitiveKind.Tool or PrimitiveKind.Prompt => LongName,
            { Length: > ResourceUri.MaximumLength } => LongName,
            _ when ResourceUri.Names(target.Kind) && !ResourceUri.TryDecode(name, out name) => AmbiguousUri,
            _ => null,
        };
    }
}
