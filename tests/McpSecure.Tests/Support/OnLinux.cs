namespace McpSecure.Tests.Support;

/// <summary>A fact of Linux; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OnLinux.Skip;
}

/// <summary>A theory of Linux; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = OnLinux.Skip;
}

internal static class OnLinux
{
    public static string? Skip => OperatingSystem.IsLinux() ? null : "Paths are confined on Linux only.";
}
