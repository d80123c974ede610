namespace McpSecure.Cli;

/// <summary>How a command ended, for scripts.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>The journal is not as it was written.</summary>
    public const int Tampered = 1;

    /// <summary>It could not be read, or the command was not understood: nothing is known about the journal.</summary>
    public const int Unreadable = 2;
}
