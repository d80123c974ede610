using McpSecure.Execution.Running;

namespace McpSecure.Execution;

/// <summary>
/// Runs programs from an allow-list, with arguments that cannot be injected into: <c>await runner.RunAsync($"git log -n {count} -- {path}")</c>.
/// </summary>
/// <remarks>
/// <para>There is no shell, and no method that takes a command line (CWE-77, CWE-78, CWE-88): see <see cref="Command"/>. The environment
/// starts empty. Standard input, output and error are never those of the server: a program that inherited them could write messages into
/// the channel of a stdio server, or read from it. No other descriptor of the server is passed on. A program runs in a session of its own.</para>
/// <para>When a run is over, by itself, by its time or output bound, by cancellation or by <see cref="Dispose"/>, all processes that the
/// program started are gone: see <see cref="Containment"/>.</para>
/// <para>A program has the rights of the server: the working directory is where it begins, and confines nothing.</para>
/// <para>Linux only, on x64 and arm64. Safe for concurrent use.</para>
/// </remarks>
public sealed class ProcessRunner : IDisposable
{
    private readonly RunSettings _settings;
    private readonly Workers _workers;

    /// <summary>Initializes a new instance of the <see cref="ProcessRunner"/> class.</summary>
    /// <param name="options">The programs and the bounds. Later changes of the object make no difference.</param>
    /// <param name="timeProvider">The clock; that of the system if left out.</param>
    /// <exception cref="ArgumentException">A program or a bound is not fit for use: the message names it, and what to do.</exception>
    /// <exception cref="PlatformNotSupportedException">Processes cannot be contained on this system, or not in the way that was asked for.</exception>
    public ProcessRunner(ProcessRunnerOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var platform = RunPlatform.Choose(options.Containment);
        _settings = RunSettings.From(options);
        Containment = platform.Containment;
        var createLoop = platform.Prepare(options.Environment, timeProvider ?? TimeProvider.System);
        _workers = new Workers(options.MaxConcurrent, createLoop);
    }

    /// <summary>Gets what holds the processes of a run together.</summary>
    public ProcessContainment Containment { get; }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program and its arguments, as an interpolated string.</param>
    /// <param name="cancellationToken">Ends the run, or takes it out of the line.</param>
    /// <returns>How it ended. A program that failed, took too long or wrote too much is a result, not an exception.</returns>
    /// <exception cref="CommandRefusedException">The program may not be run, or was not started.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; all its processes are gone.</exception>
    /// <exception cref="ObjectDisposedException">The runner was disposed of, perhaps during the run; all its processes are gone.</exception>
    public Task<ProcessResult> RunAsync(Command command, CancellationToken cancellationToken = default) =>
        RunAsync(command, RunSettings.Nothing, cancellationToken);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program and its arguments, as an interpolated string.</param>
    /// <param name="options">What is different for this run.</param>
    /// <param name="cancellationToken">Ends the run, or takes it out of the line.</param>
    /// <returns>How it ended. A program that failed, took too long or wrote too much is a result, not an exception.</returns>
    /// <exception cref="ArgumentException">An option has a value outside its bounds, or both kinds of input are given.</exception>
    /// <exception cref="CommandRefusedException">The program may not be run, or was not started.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; all its processes are gone.</exception>
    /// <exception cref="ObjectDisposedException">The runner was disposed of, perhaps during the run; all its processes are gone.</exception>
    public Task<ProcessResult> RunAsync(Command command, ProcessRunOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(options);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<ProcessResult>(cancellationToken);
        }

        var run = _settings.Create(command.Vector, options, cancellationToken);
        try
        {
            run.WatchCancellation();
            _workers.Add(run);
        }
        catch
        {
            run.Close();
            throw;
        }

        return run.Task;
    }

    /// <summary>Ends all runs, and returns when none of their processes is left. Whoever waits for them gets an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _workers.Dispose();
        _settings.Dispose();
    }
}
