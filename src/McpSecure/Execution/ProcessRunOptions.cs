using McpSecure.Files;

namespace McpSecure.Execution;

/// <summary>What is different for one run.</summary>
public sealed class ProcessRunOptions
{
    /// <summary>Gets what the program reads from its standard input. Do not change it during the run.</summary>
    /// <value>The default is nothing: the program reads the end at once.</value>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Gets what the program reads from its standard input, as text; it is passed on as UTF-8 without a byte order mark.</summary>
    /// <value>The default is <see langword="null"/>. Not together with <see cref="Input"/>.</value>
    public string? InputText { get; init; }

    /// <summary>Gets how long the program may run.</summary>
    /// <value>From 1 millisecond to 24 hours. The default, <see langword="null"/>, is <see cref="ProcessRunnerOptions.Timeout"/>.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Gets how many bytes of standard output, and as many of standard error, are kept.</summary>
    /// <value>From 0 to 1,073,741,824. The default, <see langword="null"/>, is <see cref="ProcessRunnerOptions.MaxOutputBytes"/>.</value>
    public int? MaxOutputBytes { get; init; }

    /// <summary>Gets the directory that the program runs in.</summary>
    /// <value>The default, <see langword="null"/>, is the root of the paths of the command, or else <see cref="ProcessRunnerOptions.WorkingDirectory"/>.</value>
    public SecureRoot? WorkingDirectory { get; init; }
}
