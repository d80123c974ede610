using System.Text.RegularExpressions;

namespace McpSecure.Schemas.Patterns;

/// <summary>Makes what a pattern runs on: a table if it is small enough, a simulation of one if not, the engine of .NET if it looks around or back.</summary>
internal static class PatternCompiler
{
    /// <summary>How many steps a pattern may have once its counts are written out.</summary>
    public const int MaxSize = 66_000;

    /// <summary>The same where each character costs as many steps.</summary>
    public const int MaxSimulatedSize = 1000;

    // The classes of an automaton fit into a byte; those of a simulation are a row for each set.
    private const int MaxClasses = 256;
    private const int MaxSimulatedClasses = 1024;

    /// <summary>How long a pattern may take that looks around or back.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);

    public static Automaton? TryAutomaton(ParsedPattern pattern, PatternWork work) =>
        ProgramOf(pattern, MaxSize, work) is { } program && Divide(pattern, MaxClasses, work) is { } alphabet
            ? AutomatonBuilder.TryBuild(program, alphabet, work)
            : null;

    public static Simulation? TrySimulation(ParsedPattern pattern, PatternWork work) =>
        ProgramOf(pattern, MaxSimulatedSize, work) is { } program && Divide(pattern, MaxSimulatedClasses, work) is { } alphabet
            ? new(new SimulationTables(program, alphabet, work))
            : null;

    public static RegexMatcher? TryRegex(ParsedPattern pattern)
    {
        if (PatternFacts.Size(pattern.Root) > MaxSimulatedSize)
        {
            return null;
        }

        try
        {
            return new(new Regex(RegexWriter.Write(pattern), RegexOptions.CultureInvariant, Limit));
        }
        catch (Exception exception) when (exception is ArgumentException or InsufficientExecutionStackException)
        {
            return null;
        }
    }

    private static PatternProgram? ProgramOf(ParsedPattern pattern, int limit, PatternWork work)
    {
        var size = PatternFacts.Size(pattern.Root);
        if (size > limit)
        {
            return null;
        }

        work.Add(size);
        return PatternProgram.Of(pattern.Root);
    }

    private static Alphabet? Divide(ParsedPattern pattern, int limit, PatternWork work)
    {
        var sets = PatternFacts.Sets(pattern.Root).ToHashSet();
        if (PatternFacts.Has(pattern.Root, node => node is PatternNode.Assertion { Place: Place.WordBoundary or Place.NoWordBoundary }))
        {
            sets.Add(CodePoints.Word);
        }

        return Alphabet.TryCreate(sets, limit, work);
    }
}
