using System.Buffers;
using System.Text;

namespace McpSecure.Execution.Running;

/// <summary>The text of what a program wrote.</summary>
internal static class OutputText
{
    private const int LongestRune = 4;

    public static string Of(ReadOnlySpan<byte> bytes, bool isCut) => Encoding.UTF8.GetString(isCut ? WithoutCutRune(bytes) : bytes);

    private static ReadOnlySpan<byte> WithoutCutRune(ReadOnlySpan<byte> bytes)
    {
        for (var length = 1; length < LongestRune && length <= bytes.Length; length++)
        {
            var tail = bytes[^length..];
            if (Rune.DecodeFromUtf8(tail, out _, out _) == OperationStatus.NeedMoreData)
            {
                return bytes[..^length];
            }

            // A continuation belongs to what is before it; anything else is where a character begins.
            if ((tail[0] & 0xc0) != 0x80)
            {
                break;
            }
        }

        return bytes;
    }
}
