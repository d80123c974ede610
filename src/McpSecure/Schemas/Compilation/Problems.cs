namespace McpSecure.Schemas.Compilation;

/// <summary>Takes what is wrong with a schema, all of it up to a limit.</summary>
internal sealed class Problems
{
    private const int Most = 100;

    private readonly List<SchemaProblem> _problems = [];

    public int Count => _problems.Count;

    /// <summary>Gets a value indicating whether one more would not be kept.</summary>
    public bool IsFull => _problems.Count == Most;

    public void Add(Place place, string keyword, string message)
    {
        var problem = new SchemaProblem(place.ToString(), keyword, message);
        if (_problems.Count < Most && !_problems.Contains(problem))
        {
            _problems.Add(problem);
        }
    }

    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            throw new SchemaException(_problems);
        }
    }
}
