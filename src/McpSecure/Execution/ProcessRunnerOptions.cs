using McpSecure.Files;

namespace McpSecure.Execution;

/// <summary>What a <see cref="ProcessRunner"/> may start, and how much of everything it may use. Without programs it starts none.</summary>
public sealed class ProcessRunnerOptions
{
    /// <summary>Gets the programs that may be started.</summary>
    /// <value>The default is none.</value>
    public ProcessPrograms Programs { get; } = new();

    /// <summary>Gets the environment of the programs: all of it. Nothing of the environment of the server is passed on (CWE-526).</summary>
    /// <value>The default is empty. Names are not empty and hold no <c>=</c>; neither they nor values hold NUL.</value>
    /// <remarks>By <see cref="ProcessContainment.ProcessTree"/> a run adds <c>MCPSECURE_RUN</c>, a random mark.</remarks>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets the directory that programs run in, unless a run or a path of its command says otherwise.</summary>
    /// <value>The default, <see langword="null"/>, is an empty directory of the runner's own, without permission to write.</value>
    /// <remarks>
    /// All runs without a directory share that one. Its permissions keep mistakes out, not intent: a program that runs as root, or that
    /// changes them first, can leave files there for the next run. Where programs are not trusted, name a directory for each run.
    /// A root that is named is not disposed of by the runner, and has to outlive it.
    /// </remarks>
    public SecureRoot? WorkingDirectory { get; set; }

    /// <summary>Gets or sets how long a program may run, counted from its start. Then it is ended, with all that it started.</summary>
    /// <value>From 1 millisecond to 24 hours. The default is 30 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how many bytes of standard output, and as many of standard error, are kept. A program that writes more is ended.</summary>
    /// <value>From 0 to 1,073,741,824. The default is 65,536.</value>
    public int MaxOutputBytes { get; set; } = 64 * 1024;

    /// <summary>Gets or sets how many bytes the arguments of a command may have together.</summary>
    /// <value>From 1 to 1,048,576. The default is 131,072. A single argument never has more than 131,071.</value>
    public int MaxArgumentBytes { get; set; } = 128 * 1024;

    /// <summary>Gets or sets how many programs run at a time. Runs beyond that wait for their turn, in order.</summary>
    /// <value>From 1 to 1,024; each takes a thread while it is needed. The default is 8.</value>
    public int MaxConcurrent { get; set; } = 8;

    /// <summary>Gets or sets what holds the processes of a run together.</summary>
    /// <value>The default, <see langword="null"/>, is the strongest that this process may use.</value>
    public ProcessContainment? Containment { get; set; }
}
