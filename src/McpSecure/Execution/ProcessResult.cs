using McpSecure.Execution.Running;

namespace McpSecure.Execution;

/// <summary>How a run ended. What the program wrote is data that others may have chosen: no more to be trusted than its input.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed class ProcessResult
{
    private readonly Ending _ending;
    private string? _output;
    private string? _error;

    internal ProcessResult(Ending ending, ReadOnlyMemory<byte> output, ReadOnlyMemory<byte> error, TimeSpan duration)
    {
        _ending = ending;
        StandardOutputBytes = output;
        StandardErrorBytes = error;
        Duration = duration;
    }

    /// <summary>Gets a value indicating whether the program ended by itself, in time, within its bounds, and with exit code 0.</summary>
    public bool IsSuccess => _ending is { Reason: EndReason.Exited, ExitCode: 0, Signal: null, IsTruncated: false };

    /// <summary>Gets the exit code.</summary>
    /// <value>128 and the number of the signal if one ended the program, as shells have it; -1 if the system did not tell.</value>
    public int ExitCode => _ending.ExitCode;

    /// <summary>Gets the number of the signal that ended the program: that of another process, or 9 where the runner did.</summary>
    /// <value><see langword="null"/> if it exited by itself.</value>
    public int? Signal => _ending.Signal;

    /// <summary>Gets a value indicating whether the program was ended because it ran for too long.</summary>
    public bool HasTimedOut => _ending.Reason == EndReason.TimedOut;

    /// <summary>Gets a value indicating whether the program wrote more than is kept, and was ended.</summary>
    public bool IsTruncated => _ending.IsTruncated;

    /// <summary>Gets how long it took, from the start to the end of the last process.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Gets what the program wrote, read as UTF-8: what is none becomes U+FFFD, and a character that the bound cut off is left out.</summary>
    public string StandardOutput => _output ??= OutputText.Of(StandardOutputBytes.Span, IsTruncated);

    /// <summary>Gets what the program wrote as errors, read in the same way.</summary>
    public string StandardError => _error ??= OutputText.Of(StandardErrorBytes.Span, IsTruncated);

    /// <summary>Gets what the program wrote.</summary>
    public ReadOnlyMemory<byte> StandardOutputBytes { get; }

    /// <summary>Gets what the program wrote as errors.</summary>
    public ReadOnlyMemory<byte> StandardErrorBytes { get; }
}
