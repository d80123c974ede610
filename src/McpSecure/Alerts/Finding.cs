using System.Runtime.InteropServices;

namespace McpSecure.Alerts;

/// <summary>What a rule has found.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Finding
{
    public required Rule Rule { get; init; }

    public required double Observed { get; init; }

    public required double Expected { get; init; }

    public TimeSpan Window { get; init; }

    public int Count { get; init; }

    /// <summary>Gets when it began, in seconds.</summary>
    public int Since { get; init; }
}
