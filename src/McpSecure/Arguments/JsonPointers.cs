namespace McpSecure.Arguments;

/// <summary>The escapes of JSON Pointers (RFC 6901).</summary>
internal static class JsonPointers
{
    public static string Escaped(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Unescaped(string part) =>
        part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    /// <summary>The names and indices along a pointer.</summary>
    public static IEnumerable<string> Parts(string pointer) => pointer.Split('/').Skip(1).Select(Unescaped);

    /// <summary>Where the pointer's value is a member or item of.</summary>
    public static string Parent(string pointer) => pointer[..Math.Max(0, pointer.LastIndexOf('/'))];

    /// <summary>The name or index of the pointer's value.</summary>
    public static string Last(string pointer) => Unescaped(pointer[(pointer.LastIndexOf('/') + 1)..]);
}
