namespace McpSecure.Redaction;

/// <summary>What is said of one place in arguments, and of what is beneath it.</summary>
internal sealed class RedactionNode
{
    private readonly Dictionary<string, RedactionNode> _members = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets a value indicating whether what stands here is a secret.</summary>
    public bool IsSecret { get; set; }

    /// <summary>Gets a value indicating whether something here or beneath is: a text that stands in its place may hold it.</summary>
    public bool HoldsSecret { get; private set; }

    /// <summary>Gets the members that are known. Case makes no difference: it only takes away.</summary>
    public IReadOnlyDictionary<string, RedactionNode> Members => _members;

    /// <summary>Gets or sets what is said of all other members.</summary>
    public RedactionNode? Others { get; set; }

    /// <summary>Gets or sets what is said of every element of a list.</summary>
    public RedactionNode? Elements { get; set; }

    /// <summary>What is said of a member; of one in another case too. An object in place of a list of objects is taken for one of them, and for several by some other name.</summary>
    public RedactionNode? Member(ReadOnlySpan<char> name) =>
        Own(name) ?? (Elements is { IsSecret: false } element ? element.Own(name) ?? (element.HoldsSecret ? element : null) : Elements);

    /// <summary>What is said of each element. A list in place of an object is taken for several of it.</summary>
    public RedactionNode? Element() => Elements ?? (HoldsSecret ? this : null);

    public void Set(string name, RedactionNode member) => _members[name] = member;

    /// <summary>Passes up, in a graph, whether something beneath is a secret.</summary>
    public static void Mark(IReadOnlyCollection<RedactionNode> nodes)
    {
        var hasChanged = true;
        while (hasChanged)
        {
            hasChanged = false;
            foreach (var node in nodes)
            {
                if (!node.HoldsSecret && (node.IsSecret || node.Next().Any(next => next.HoldsSecret)))
                {
                    node.HoldsSecret = hasChanged = true;
                }
            }
        }
    }

    private RedactionNode? Own(ReadOnlySpan<char> name)
    {
        var members = _members.GetAlternateLookup<ReadOnlySpan<char>>();
        return members.TryGetValue(name, out var member) || members.TryGetValue(name.Trim(), out member) ? member : Others;
    }

    private IEnumerable<RedactionNode> Next()
    {
        foreach (var member in _members.Values)
        {
            yield return member;
        }

        if (Others is not null)
        {
            yield return Others;
        }

        if (Elements is not null)
        {
            yield return Elements;
        }
    }
}
