using System.Text.Json;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>What a request asks for, as the SDK would run it now.</summary>
/// <param name="Kind">What <paramref name="Name"/> names.</param>
/// <param name="Name">The name or URI, exactly as it stands in the request.</param>
/// <param name="Primitive">The primitive that will run; <see langword="null"/> for a custom handler.</param>
/// <param name="Arguments">The arguments it will get.</param>
/// <param name="MayAsk">Whether a person can be asked about it here, and now.</param>
internal readonly record struct Target(
    PrimitiveKind Kind, string? Name, IMcpServerPrimitive? Primitive, IDictionary<string, JsonElement>? Arguments = null, bool MayAsk = false);
