using Microsoft.Extensions.Options;

namespace McpSecure.Hosting;

/// <summary>The start was refused, and standard error says why.</summary>
internal sealed class StartupException(IReadOnlyList<string> failures)
    : OptionsValidationException(McpSecurityOptions.SectionName, typeof(McpSecurityOptions), failures)
{
    /// <summary>The exit code of a process that nothing saves from this exception: EX_CONFIG of sysexits.h.</summary>
    public const int ExitCode = 78;

    private static int _isHandled;

    /// <summary>
    /// Lets the process end without a stack trace, which would bury the list, and with a code that a supervisor can tell from a crash.
    /// Whoever catches the exception is not affected.
    /// </summary>
    public static void EndProcessQuietly()
    {
        if (Interlocked.Exchange(ref _isHandled, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
            {
                if (unhandled.ExceptionObject is StartupException or AggregateException { InnerException: StartupException })
                {
                    Environment.Exit(ExitCode);
                }
            };
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{McpSecurityOptions.SectionName} stopped the start: {failures.Count} error(s), listed on standard error.";
}
