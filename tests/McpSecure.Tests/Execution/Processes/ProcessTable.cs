using System.Globalization;
using System.Security.Cryptography;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>The processes of this machine, as the kernel knows them. Those of a test are told by a duration that nobody else sleeps for.</summary>
internal static class ProcessTable
{
    /// <summary>A duration for <c>sleep</c>, hours long, that occurs nowhere else.</summary>
    public static string UniqueDuration() => string.Create(CultureInfo.InvariantCulture, $"{RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue)}");

    /// <summary>The numbers of the processes that sleep for this long, and are not dead.</summary>
    public static int[] Sleepers(string duration) => Find(line => line == $"sleep\0{duration}\0");

    /// <summary>The numbers of the processes that have this text in their arguments, and are not dead.</summary>
    public static int[] With(string text) => Find(line => line.Contains(text, StringComparison.Ordinal));

    private static int[] Find(Func<string, bool> isMeant) =>
    [
        .. from directory in Directory.EnumerateDirectories("/proc")
           where int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out _)
           where isMeant(Read(Path.Join(directory, "cmdline")))
           select int.Parse(Path.GetFileName(directory), CultureInfo.InvariantCulture),
    ];

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
