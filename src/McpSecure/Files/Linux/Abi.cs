using System.Runtime.InteropServices;

namespace McpSecure.Files.Linux;

/// <summary>What differs between the processors that Linux runs on. A wrong flag here would follow links, so an unknown processor is refused.</summary>
internal static class Abi
{
    private static readonly bool IsArm64 = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public static bool IsKnown { get; } = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    public static int Directory { get; } = IsArm64 ? 0x4000 : 0x10000;

    public static int NoFollow { get; } = IsArm64 ? 0x8000 : 0x20000;

    public static nint GetDents64 { get; } = IsArm64 ? 61 : 217;

    public static nint RenameAt2 { get; } = IsArm64 ? 276 : 316;

    public static nint Statx { get; } = IsArm64 ? 291 : 332;

    /// <summary>Gets the number of <c>openat2</c>, the same everywhere.</summary>
    public static nint OpenAt2 => 437;
}
