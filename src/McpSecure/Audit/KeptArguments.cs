using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Policy.Sensitive;
using McpSecure.Redaction;

namespace McpSecure.Audit;

/// <summary>Makes of the arguments of a call what is kept of them: without their secrets, which not even the digest knows.</summary>
internal sealed class KeptArguments(Redactor redactor, RedactionPlans plans)
{
    /// <summary>Longer ones are kept as length and digest alone, bytes of UTF-8.</summary>
    private const int MostKept = 16 * 1024;

    public Kept Of(AuditRecord record, Call call, AuditLevel level)
    {
        if (level < AuditLevel.Digest || GivenOf(record, call) is not { Count: > 0 } given)
        {
            return default;
        }

        if (!call.IsServed)
        {
            return new Kept(default, ArgumentLength.Of(given), Digest: null, Redactions: 0); // nobody has said which of them are secrets
        }

        var redactions = 0;
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            redactor.WriteArguments(writer, given, plans.Of(call), ref redactions);
        }

        var text = buffer.WrittenMemory;
        return new Kept(level == AuditLevel.Full && text.Length <= MostKept ? text : default, ArgumentLength.Of(given), DigestOf(text.Span, given), redactions);
    }

    /// <summary>What a name means is known to a handler alone. Of one that no policy names, this is the only trace.</summary>
    public string? NameOf(AuditRecord record)
    {
        if (record.Call is not { IsServed: true, Kind: not PrimitiveKind.None } call || call is ResourceCall || !string.Equals(record.Target, Wire.Other, StringComparison.Ordinal))
        {
            return null;
        }

        var redactions = 0;
        redactor.TryRedact(Echo.Of(call.Name), out var name, ref redactions);
        return name;
    }

    private static IDictionary<string, JsonElement>? GivenOf(AuditRecord record, Call call) =>
        record.Kept.Asked ?? (call is ResourceCall resource ? new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["uri"] = Asked.Text(resource.Uri) } : call.Arguments);

    /// <summary>Where the redactor leaves a part out, a keyed hash of the whole stands for it: else arguments that differ only there would have one digest.</summary>
    private string DigestOf(ReadOnlySpan<byte> text, IDictionary<string, JsonElement> given)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        if (text.Length < Redactor.MaximumBytes)
        {
            SHA256.HashData(text, digest);
            return Convert.ToHexStringLower(digest);
        }

        redactor.HashOf(given, digest);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(text);
        sha.AppendData(digest);
        sha.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>What is kept.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Kept(ReadOnlyMemory<byte> Text, long? Bytes, string? Digest, int Redactions);
}
