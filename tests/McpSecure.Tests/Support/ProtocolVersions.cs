namespace McpSecure.Tests.Support;

/// <summary>The protocol revisions a client of today may speak.</summary>
internal static class ProtocolVersions
{
    /// <summary>Handshake; tool results may be structured.</summary>
    public const string June2025 = "2025-06-18";

    /// <summary>Handshake; the last revision that has one.</summary>
    public const string November2025 = "2025-11-25";

    /// <summary>No handshake: every request says in <c>_meta</c> who asks and what he can do.</summary>
    public const string July2026 = "2026-07-28";

    /// <summary>For <c>[MemberData]</c>: one row per revision.</summary>
    public static TheoryData<string> All => [June2025, November2025, July2026];

    /// <summary>For <c>[MemberData]</c>: one row per revision that begins with a handshake.</summary>
    public static TheoryData<string> WithHandshake => [June2025, November2025];
}
