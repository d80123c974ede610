using System.Text.Json;

namespace McpSecure.Calls;

/// <summary>What there is to know about one message that has ended, for those who watch the traffic.</summary>
internal readonly struct CallFacts
{
    public required Caller Caller { get; init; }

    /// <summary>Gets the method, or <see cref="Wire.Other"/>.</summary>
    public required string Method { get; init; }

    public required PrimitiveKind Kind { get; init; }

    /// <summary>Gets the name under which the server holds the primitive, or <see cref="Wire.Other"/>; <see langword="null"/> where it named none.</summary>
    public required string? Target { get; init; }

    public required RefusalCode? Code { get; init; }

    public required CallOutcome Ending { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the arguments, where there are any. Only looked at, never kept.</summary>
    public required IDictionary<string, JsonElement>? Arguments { get; init; }
}
