namespace McpSecure.Schemas.Patterns;

/// <summary>A regular expression of a schema (ECMA-262), ready to be asked about strings. Safe for concurrent use; throws on no string.</summary>
internal sealed class StringPattern
{
    /// <summary>In bytes, for each of the two generations of the cache: some thousands of patterns.</summary>
    public const long CacheCapacity = 4L * 1024 * 1024;

    private const int RegexWeight = 32 * 1024;
    private const int EntryWeight = 1024;
    private const string TooLarge =
        "The pattern is too large: with its counts written out, no bound on the time and memory of a match can be kept. Use smaller counts, or minLength and maxLength.";

    private static readonly PatternCache<(string Pattern, bool AllowBacktracking), Compilation> Cache = new(CacheCapacity);

    private readonly Automaton? _automaton;
    private readonly Simulation? _simulation;
    private readonly RegexMatcher? _regex;

    private StringPattern(ParsedPattern parsed, PatternWork work)
    {
        if (parsed.NeedsBacktracking >= 0)
        {
            _regex = PatternCompiler.TryRegex(parsed);
        }
        else
        {
            _automaton = PatternCompiler.TryAutomaton(parsed, work);
            _simulation = _automaton is null ? PatternCompiler.TrySimulation(parsed, work) : null;
        }

        IsAnchored = PatternFacts.IsBoundTo(Place.Start, parsed.Root) && PatternFacts.IsBoundTo(Place.End, parsed.Root);
        Backtracks = parsed.NeedsBacktracking >= 0;
    }

    /// <summary>Gets a value indicating whether it matches whole strings only: every alternative stands between <c>^</c> and <c>$</c>.</summary>
    public bool IsAnchored { get; }

    /// <summary>Gets a value indicating whether it runs on the backtracking engine, with a time limit. Reaching it is no match.</summary>
    public bool Backtracks { get; }

    /// <summary>Compiles a pattern, or finds it compiled.</summary>
    /// <param name="pattern">The pattern, as under the <c>u</c> flag.</param>
    /// <param name="allowBacktracking">Whether look-arounds and back-references may run on the backtracking engine.</param>
    /// <param name="problem">Why there is none: a sentence for the author of the schema.</param>
    /// <param name="work">What compiling it costs, or has cost when it was compiled: see <see cref="PatternWork"/>.</param>
    /// <returns>The pattern, or <see langword="null"/>.</returns>
    public static StringPattern? TryCompile(string pattern, bool allowBacktracking, out string? problem, out long work)
    {
        (var compiled, problem, work) = Cache.GetOrAdd((pattern, allowBacktracking), Compile, Weigh);
        return compiled;
    }

    /// <summary>Gets how much longer than a look-up a byte of a string may take.</summary>
    public int Cost => _simulation?.Cost ?? 1;

    private bool IsComplete => _automaton is not null || _simulation is not null || _regex is not null;

    private int Weight => _automaton?.Weight ?? _simulation?.Weight ?? RegexWeight;

    /// <summary>Decides about a string.</summary>
    /// <param name="text">Any UTF-16 code units; a lone surrogate is a character.</param>
    /// <returns><see langword="true"/> if the pattern matches it, or a part of it.</returns>
    public bool IsMatch(ReadOnlySpan<char> text) => _automaton?.IsMatch(text) ?? _simulation?.IsMatch(text) ?? _regex!.IsMatch(text);

    /// <summary>Decides about a string in UTF-8.</summary>
    /// <param name="utf8">Any bytes; what is not well-formed is not known to match.</param>
    /// <returns><see langword="true"/> if the pattern matches it, or a part of it.</returns>
    public bool IsMatch(ReadOnlySpan<byte> utf8) => TryMatch(utf8) == true;

    /// <summary>Decides about a string in UTF-8, or runs out of time, which only a pattern that <see cref="Backtracks"/> can.</summary>
    /// <param name="utf8">Any bytes; what is not well-formed is not known to match.</param>
    /// <returns><see langword="null"/> if it is not known. Then "it does not match" is as unsafe an answer as "it does": there is <c>not</c>.</returns>
    public bool? TryMatch(ReadOnlySpan<byte> utf8) => _automaton?.IsMatch(utf8) ?? _simulation?.IsMatch(utf8) ?? _regex!.TryMatch(utf8);

    private static Compilation Compile((string Pattern, bool AllowBacktracking) key)
    {
        var work = new PatternWork();
        var (pattern, problem) = Compile(key, work);
        return new(pattern, problem, work.Steps);
    }

    private static (StringPattern? Pattern, string? Problem) Compile((string Pattern, bool AllowBacktracking) key, PatternWork work)
    {
        if (PatternParser.TryParse(key.Pattern, out var problem, work) is not { } parsed)
        {
            return (null, problem);
        }

        if (parsed.NeedsBacktracking >= 0 && !key.AllowBacktracking)
        {
            return (null, $"At position {parsed.NeedsBacktracking}: a look-around or back-reference, whose cost cannot be bounded; say it without. In the schema of a tool, SchemaCompileOptions.AllowBacktracking takes it, on the backtracking engine with a time limit.");
        }

        if (parsed.NeedsBacktracking >= 0 && ForeignCheck.Problem(parsed) is { } foreign)
        {
            return (null, foreign);
        }

        var pattern = new StringPattern(parsed, work);
        return pattern.IsComplete ? (pattern, null) : (null, TooLarge);
    }

    private static long Weigh((string Pattern, bool AllowBacktracking) key, Compilation value) =>
        EntryWeight + (key.Pattern.Length * sizeof(char)) + (value.Pattern?.Weight ?? 0);

    private readonly record struct Compilation(StringPattern? Pattern, string? Problem, long Work);
}
