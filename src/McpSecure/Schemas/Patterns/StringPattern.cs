namespace McpSecure.Schemas.Patterns;

/// <summary>A regular expression of a schema (ECMA-262), ready to be asked about strings. Safe for concurrent use; throws on no string.</summary>
internal sealed class StringPattern
{
    // A pattern that is left to .NET weighs about 500 KB once it is warm: no more than some sixty of them are kept.
    private const long CacheCapacity = 16L * 1024 * 1024;
    private const int RegexWeight = 512 * 1024;
    private const int EntryWeight = 1024;

    private static readonly PatternCache<(string Pattern, bool AllowBacktracking), (StringPattern? Pattern, string? Problem)> Cache = new(CacheCapacity);

    private readonly Automaton? _automaton;
    private readonly RegexMatcher? _regex;

    private StringPattern(ParsedPattern parsed, Automaton? automaton, RegexMatcher? regex)
    {
        _automaton = automaton;
        _regex = regex;
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
    /// <returns>The pattern, or <see langword="null"/>.</returns>
    public static StringPattern? TryCompile(string pattern, bool allowBacktracking, out string? problem)
    {
        (var compiled, problem) = Cache.GetOrAdd((pattern, allowBacktracking), Compile, Weigh);
        return compiled;
    }

    public bool IsMatch(ReadOnlySpan<char> text) => _automaton is not null ? _automaton.IsMatch(text) : _regex!.IsMatch(text);

    /// <summary>Decides about a string in UTF-8. What is not well-formed is not known to match.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8) => _automaton is not null ? _automaton.IsMatch(utf8) : _regex!.IsMatch(utf8);

    private static (StringPattern? Pattern, string? Problem) Compile((string Pattern, bool AllowBacktracking) key)
    {
        if (PatternParser.TryParse(key.Pattern, out var problem) is not { } parsed)
        {
            return (null, problem);
        }

        if (parsed.NeedsBacktracking >= 0 && !key.AllowBacktracking)
        {
            return (null, $"At position {parsed.NeedsBacktracking}: a look-around or back-reference, whose cost cannot be bounded; say it without, or allow backtracking.");
        }

        var automaton = PatternCompiler.TryAutomaton(parsed);
        var regex = automaton is null ? PatternCompiler.TryRegex(parsed, out problem) : null;
        return problem is null ? (new(parsed, automaton, regex), null) : (null, problem);
    }

    private static long Weigh((string Pattern, bool AllowBacktracking) key, (StringPattern? Pattern, string? Problem) value) =>
        EntryWeight + (key.Pattern.Length * sizeof(char)) + (value.Pattern is not { } pattern ? 0 : pattern._automaton?.Weight ?? RegexWeight);
}
