using System.Globalization;
using McpSecure.Execution.Programs;

namespace McpSecure.Execution.Running;

/// <summary>Bounds of what an application sets, with all that is wrong at once.</summary>
internal static class RunnerOptionsCheck
{
    private const int LargestOutput = 1024 * 1024 * 1024;

    private static readonly TimeSpan ShortestTime = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(24);

    /// <summary>What is wrong, and what to do about it.</summary>
    public static List<string> Faults(ProcessRunnerOptions options, out List<Program> programs)
    {
        var faults = new List<string>();
        programs = [];
        Require(faults, IsTime(options.Timeout), "Timeout must be from 1 millisecond to 24 hours", options.Timeout);
        Require(faults, options.MaxOutputBytes is >= 0 and <= LargestOutput, "MaxOutputBytes must be from 0 to 1,073,741,824", options.MaxOutputBytes);
        Require(faults, options.MaxArgumentBytes is >= 1 and <= Commands.ArgumentVector.MaxBytes, "MaxArgumentBytes must be from 1 to 1,048,576", options.MaxArgumentBytes);
        Require(faults, options.MaxConcurrent is >= 1 and <= 1024, "MaxConcurrent must be from 1 to 1,024", options.MaxConcurrent);
        foreach (var (name, value) in options.Environment)
        {
            var isFit = name.Length > 0 && !name.AsSpan().ContainsAny('=', '\0') && value is not null && !value.Contains('\0', StringComparison.Ordinal);
            Require(faults, isFit, "A variable of Environment needs a name without '=', and neither it nor its value may hold NUL", name.Replace('\0', ' '));
        }

        foreach (var entry in options.Programs.Entries)
        {
            var fault = ProgramCheck.Find(entry, out var program);
            if (fault is null)
            {
                programs.Add(program!);
            }
            else
            {
                faults.Add(fault);
            }
        }

        return faults;
    }

    /// <exception cref="ArgumentException">An option has a value outside its bounds, or both kinds of input are given.</exception>
    public static void Check(ProcessRunOptions options)
    {
        var faults = new List<string>();
        Require(faults, options.Timeout is not { } timeout || IsTime(timeout), "Timeout must be from 1 millisecond to 24 hours", options.Timeout);
        Require(faults, options.MaxOutputBytes is null or (>= 0 and <= LargestOutput), "MaxOutputBytes must be from 0 to 1,073,741,824", options.MaxOutputBytes);
        if (options.InputText is not null && !options.Input.IsEmpty)
        {
            faults.Add("Input and InputText are both given: give one of them.");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }
    }

    private static bool IsTime(TimeSpan time) => time >= ShortestTime && time <= LongestTime;

    private static void Require<T>(List<string> faults, bool isMet, string rule, T value)
    {
        if (!isMet)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{rule}; it is '{value}'."));
        }
    }
}
