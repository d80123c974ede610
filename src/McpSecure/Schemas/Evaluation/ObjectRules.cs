using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>What objects and their members have to be.</summary>
internal sealed class ObjectRules
{
    public int Least;
    public int Most = int.MaxValue;

    /// <summary>Every name that the schema speaks of; its place is that of its rule.</summary>
    public required NameMap Names;
    public required PropertyRule[] Properties;

    /// <summary>The names in <c>properties</c>.</summary>
    public required string[] Declared;

    /// <summary>Members that have to be there, as a set of places.</summary>
    public required ulong[] Required;
    public DependentNames[] DependentRequired = [];
    public DependentNode[] DependentSchemas = [];
    public bool HasDependents;
    public PatternRule[] Patterns = [];

    /// <summary>For members that no name and no pattern speaks of.</summary>
    public SchemaNode? Additional;

    /// <summary>For names that <see cref="Names"/> does not hold.</summary>
    public SchemaNode? NameNode;

    /// <summary>Whether any name that <see cref="Names"/> does not hold is refused.</summary>
    public bool IsClosed;
}
