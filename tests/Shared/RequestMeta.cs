namespace McpSecure.Tests.BadInput;

/// <summary>The metadata every request of 2026-07-28 carries.</summary>
internal static class RequestMeta
{
    /// <summary>Text in, text out: duplicate keys survive.</summary>
    public static string AddTo(string parameters, string capabilities = "{}")
    {
        var start = parameters.IndexOf('{', StringComparison.Ordinal);
        ArgumentOutOfRangeException.ThrowIfNegative(start, nameof(parameters));
        var rest = parameters[(start + 1)..];
        var comma = rest.TrimStart().StartsWith('}') ? "" : ",";
        var meta = $$"""
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{{capabilities}}}
            """;
        return $"{{{meta.Trim()}{comma}{rest}";
    }
}
