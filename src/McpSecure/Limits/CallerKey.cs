using System.Globalization;

namespace McpSecure.Limits;

/// <summary>What a caller is known by in all his calls, without the text: issuer and subject. Not his client, of which he may register as many as he likes.</summary>
internal static class CallerKey
{
    /// <summary>How long a key may be to be written; longer ones are made as a text.</summary>
    public const int MaximumLength = 512;

    /// <summary>The same as <see cref="Caller.Person"/>.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="buffer">Where there is room for <see cref="MaximumLength"/>.</param>
    public static ReadOnlySpan<char> Of(Caller caller, Span<char> buffer)
    {
        var length = 0;
        return TryAppend(caller.Issuer, buffer, ref length) && TryAppend(caller.Subject, buffer, ref length)
            ? buffer[..length]
            : caller.Person;
    }

    private static bool TryAppend(string? part, Span<char> buffer, ref int length)
    {
        var rest = buffer[length..];
        if (part is null)
        {
            length++;
            return "-".TryCopyTo(rest);
        }

        if (!part.Length.TryFormat(rest, out var digits, provider: CultureInfo.InvariantCulture) || rest.Length < digits + 1 + part.Length)
        {
            return false;
        }

        rest[digits] = ':';
        part.CopyTo(rest[(digits + 1)..]);
        length += digits + 1 + part.Length;
        return true;
    }
}
