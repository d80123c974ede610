using System.Buffers;

namespace McpSecure.Execution;

/// <summary>What a hole of an interpolated string is called in messages.</summary>
internal static class Hole
{
    private const int MaxLength = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.");

    /// <summary>Its name where it is one, such as <c>title</c>; its place otherwise: a longer expression is source code, which is nobody's business.</summary>
    /// <param name="expression">The expression as it stands in the source, if known.</param>
    /// <param name="number">Which hole it is; the first is 1.</param>
    public static string NameOf(string? expression, int number) =>
        expression is { Length: > 0 and <= MaxLength } && !expression.AsSpan().ContainsAnyExcept(NameCharacters) ? $"'{expression}'" : $"number {number}";
}
