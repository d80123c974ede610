using McpSecure.Files.Linux;

namespace McpSecure.Execution.Linux;

/// <summary>What it means that something on the way to a running program failed: nothing has been started.</summary>
internal static class Started
{
    private const int TooBig = 7;
    private const int BadFormat = 8;
    private const int NoMemory = 12;

    /// <exception cref="CommandRefusedException">The result is an error.</exception>
    public static int OrThrow(int result) => result >= 0 ? result : throw Refusal(-result);

    public static CommandRefusedException Refusal(int error) => new(
        CommandRefusal.NotStarted,
        "The program was not started: " + error switch
        {
            TooBig => "its arguments are too long for this system.",
            BadFormat => "it is not made for this system.",
            NoMemory or Errno.Again => "this machine has no room for another process now. Try again later.",
            Errno.FilesExhausted or Errno.SystemFilesExhausted => "too many files are open now. Try again later.",
            Errno.NoEntry or Errno.NotADirectory => "it, or the directory to run in, is not there any more.",
            Errno.Access or Errno.NotPermitted => "this system does not permit it.",
            _ => "this system did not do it.",
        });
}
