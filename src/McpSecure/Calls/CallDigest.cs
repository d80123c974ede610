using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace McpSecure.Calls;

/// <summary>What a call asks for, in 32 bytes: two calls have one digest only if no reader can tell them apart.</summary>
/// <remarks>
/// Fields of objects are put in ordinal order, at every level; a number is what was written, digit for digit, so that 1 and 1.0 differ; a text is its
/// characters, however they were escaped. Each part has its length before it: none can pass for two.
/// </remarks>
internal static class CallDigest
{
    public const int Bytes = SHA256.HashSizeInBytes;

    public static byte[] Of(string what, string name, IEnumerable<KeyValuePair<string, JsonElement>>? arguments)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendText(hash, what);
        AppendText(hash, name);
        AppendFields(hash, arguments ?? []);
        return hash.GetHashAndReset();
    }

    public static byte[] Of(ReadOnlySpan<byte> digest, string text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(digest);
        AppendText(hash, text);
        return hash.GetHashAndReset();
    }

    public static byte[] Of(string text) => Of([], text);

    private static void AppendFields(IncrementalHash hash, IEnumerable<KeyValuePair<string, JsonElement>> fields)
    {
        var sorted = fields.OrderBy(field => field.Key, StringComparer.Ordinal).ToArray();
        AppendCount(hash, 'o', sorted.Length);
        foreach (var (name, value) in sorted)
        {
            AppendText(hash, name);
            Append(hash, value);
        }
    }

    private static void Append(IncrementalHash hash, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendFields(hash, value.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value)));
                break;
            case JsonValueKind.Array:
                AppendCount(hash, 'a', value.GetArrayLength());
                foreach (var item in value.EnumerateArray())
                {
                    Append(hash, item);
                }

                break;
            case JsonValueKind.String:
                AppendText(hash, value.GetString()!);
                break;
            default:
                // Numbers, true, false and null; nothing else begins like them.
                var raw = JsonMarshal.GetRawUtf8Value(value);
                AppendCount(hash, 'n', raw.Length);
                hash.AppendData(raw);
                break;
        }
    }

    private static void AppendText(IncrementalHash hash, string text)
    {
        AppendCount(hash, 's', text.Length);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static void AppendCount(IncrementalHash hash, char kind, int count)
    {
        ReadOnlySpan<int> header = [kind, count];
        hash.AppendData(MemoryMarshal.AsBytes(header));
    }
}
