using System.Text.RegularExpressions;

namespace McpSecure.Schemas.Patterns;

/// <summary>Chooses what a pattern runs on: a table of its own if it can, the engine of .NET that never goes back if it must.</summary>
internal static class PatternCompiler
{
    /// <summary>How many steps a pattern may have once its counts are written out.</summary>
    public const int MaxSize = 20_000;

    /// <summary>The same for one that is left to .NET, where each state is an object.</summary>
    public const int MaxRegexSize = 2_000;

    // The classes of an automaton fit into a byte.
    private const int MaxClasses = 256;

    /// <summary>How long a pattern may take that goes back.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes the table of a pattern.</summary>
    /// <returns>The table, or <see langword="null"/> if the pattern has none, or a large one.</returns>
    public static Automaton? TryAutomaton(ParsedPattern pattern) =>
        pattern.NeedsBacktracking < 0 && PatternFacts.Size(pattern.Root) <= MaxSize && Divide(pattern, MaxClasses) is { } alphabet
            ? AutomatonBuilder.TryBuild(PatternProgram.Of(pattern.Root), alphabet)
            : null;

    /// <summary>Leaves a pattern to .NET.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="problem">Why it cannot be.</param>
    /// <returns>The pattern, or <see langword="null"/>.</returns>
    public static RegexMatcher? TryRegex(ParsedPattern pattern, out string? problem)
    {
        var goesBack = pattern.NeedsBacktracking >= 0;
        var alphabet = goesBack ? null : Divide(pattern, RegexWriter.MaxClasses);
        if (PatternFacts.Size(pattern.Root) > MaxRegexSize || (!goesBack && alphabet is null))
        {
            problem = "The pattern is too large: with its counts written out it has too many steps to be matched in bounded time and memory; use smaller counts, or maxLength.";
            return null;
        }

        try
        {
            problem = null;
            var options = RegexOptions.CultureInvariant | (goesBack ? RegexOptions.None : RegexOptions.NonBacktracking);
            return new(new Regex(RegexWriter.Write(pattern, alphabet), options, goesBack ? Limit : Regex.InfiniteMatchTimeout), alphabet);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or InsufficientExecutionStackException)
        {
            problem = "The pattern cannot be matched here.";
            return null;
        }
    }

    private static Alphabet? Divide(ParsedPattern pattern, int limit)
    {
        var sets = PatternFacts.Sets(pattern.Root).ToHashSet();
        if (PatternFacts.Has(pattern.Root, node => node is PatternNode.Assertion { Place: Place.WordBoundary or Place.NoWordBoundary }))
        {
            sets.Add(CodePoints.Word);
        }

        return Alphabet.TryCreate(sets, limit);
    }
}
