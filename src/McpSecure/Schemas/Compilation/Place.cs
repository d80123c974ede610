namespace McpSecure.Schemas.Compilation;

/// <summary>A place in a schema document, written out only if somebody has to be told.</summary>
internal sealed class Place
{
    private readonly Place? _parent;
    private readonly string _segment;

    private Place(Place? parent, string segment) => (_parent, _segment) = (parent, segment);

    /// <summary>Gets the root of the schema itself.</summary>
    public static Place Root { get; } = new(null, string.Empty);

    /// <summary>The root of another document.</summary>
    public static Place Of(string uri) => new(null, uri + "#");

    public Place Then(string segment) => new(this, segment);

    public Place Then(int index) => new(this, index.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The JSON Pointer; for another document, after its URI.</summary>
    public override string ToString()
    {
        var segments = new Stack<string>();
        var place = this;
        for (; place._parent is not null; place = place._parent)
        {
            segments.Push(place._segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }

        return segments.Count == 0 ? place._segment : $"{place._segment}/{string.Join('/', segments)}";
    }
}
