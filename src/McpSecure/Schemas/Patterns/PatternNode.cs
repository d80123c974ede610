namespace McpSecure.Schemas.Patterns;

/// <summary>A part of a parsed pattern.</summary>
internal abstract class PatternNode
{
    /// <summary>The count that stands for "any number".</summary>
    public const int Unbounded = int.MaxValue;

    private PatternNode()
    {
    }

    /// <summary>Any one of a set of code points.</summary>
    public sealed class Character(CodePoints set) : PatternNode
    {
        public CodePoints Set { get; } = set;
    }

    /// <summary>One part after the other; none at all matches nothing, successfully.</summary>
    public sealed class Sequence(IReadOnlyList<PatternNode> parts) : PatternNode
    {
        public IReadOnlyList<PatternNode> Parts { get; } = parts;
    }

    /// <summary>One of several alternatives.</summary>
    public sealed class Choice(IReadOnlyList<PatternNode> alternatives) : PatternNode
    {
        public IReadOnlyList<PatternNode> Alternatives { get; } = alternatives;
    }

    /// <summary>A part some number of times.</summary>
    public sealed class Repeat(PatternNode part, int minimum, int maximum, bool isLazy) : PatternNode
    {
        public PatternNode Part { get; } = part;

        public int Minimum { get; } = minimum;

        public int Maximum { get; } = maximum;

        /// <summary>Gets a value indicating whether it prefers few; that changes no answer, unless a look-around settles on what a back-reference then asks for.</summary>
        public bool IsLazy { get; } = isLazy;
    }

    /// <summary>A group that a back-reference may name.</summary>
    public sealed class Capture(PatternNode part, int number) : PatternNode
    {
        public PatternNode Part { get; } = part;

        public int Number { get; } = number;
    }

    /// <summary>A condition on a place.</summary>
    public sealed class Assertion(Place place) : PatternNode
    {
        public Place Place { get; } = place;
    }

    /// <summary>A condition on what comes next, or on what came before.</summary>
    public sealed class LookAround(PatternNode part, bool isAhead, bool isNegative) : PatternNode
    {
        public PatternNode Part { get; } = part;

        public bool IsAhead { get; } = isAhead;

        public bool IsNegative { get; } = isNegative;
    }

    /// <summary>What a group matched, again.</summary>
    public sealed class BackReference(string group) : PatternNode
    {
        /// <summary>Gets the name or the decimal number of the group, as it was written.</summary>
        public string Group { get; } = group;
    }
}
