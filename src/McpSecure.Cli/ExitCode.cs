namespace McpSecure.Cli;

/// <summary>With what the command ends: scripts rely on it.</summary>
internal static class ExitCode
{
    /// <summary>Nothing is wrong.</summary>
    public const int Fine = 0;

    /// <summary>The journal is not as it was written.</summary>
    public const int Tampered = 1;

    /// <summary>It cannot be read, or the command makes no sense.</summary>
    public const int Unreadable = 2;
}
