using System.Text.Json;

namespace McpSecure.Arguments;

/// <summary>One place in a schema: which names it declares for an object there, and where it goes on.</summary>
internal sealed class NamePlace
{
    private NamePlace[]? _all;

    /// <summary>Gets the declared properties.</summary>
    public Dictionary<string, NamePlace> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets what is said of properties without a declaration of their own.</summary>
    public List<NamePlace> Others { get; } = [];

    /// <summary>Gets what is said of the items of an array.</summary>
    public List<NamePlace> Items { get; } = [];

    /// <summary>Gets what else is said of the same value: by <c>$ref</c>, <c>allOf</c> and their like.</summary>
    public List<NamePlace> Same { get; } = [];

    /// <summary>Gets the alternatives among those: any of <c>anyOf</c>, or of <c>oneOf</c>.</summary>
    public List<NamePlace[]> Choices { get; } = [];

    /// <summary>Gets the values of <c>const</c> or <c>enum</c>, if it has one of them.</summary>
    public JsonElement[]? Constants { get; init; }

    /// <summary>Gets or sets a value indicating whether it says that there are no other properties than those that something speaks of.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Gets or sets a value indicating whether it speaks of properties without naming them.</summary>
    public bool TakesOthers { get; set; }

    /// <summary>Gets a value indicating whether it stands for what is not known: its names may be declared here, or not.</summary>
    public bool IsGuess { get; init; }

    /// <summary>Gets a value indicating whether an object here may have properties that no part of the schema names.</summary>
    public bool IsOpen => Properties.Count > 0 && (!IsClosed || Array.Exists(All, place => place.TakesOthers));

    /// <summary>Gets everything that is said of the value here, itself included. Asked only once the whole schema has been read.</summary>
    public NamePlace[] All
    {
        get
        {
            return _all ??= Close([]);
        }
    }

    /// <summary>The places that say something of a property.</summary>
    public IEnumerable<NamePlace> Of(string name) =>
        All.SelectMany(place => place.Properties.TryGetValue(name, out var declared) ? [declared] : place.Others.AsEnumerable());

    /// <summary>What is said of an object here, without the alternatives it was not meant for: those that fewer of its constants fit.</summary>
    /// <param name="value">The object, or whatever is there.</param>
    public NamePlace[] MeantBy(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return All;
        }

        var left = new HashSet<NamePlace>();
        foreach (var choice in All.SelectMany(place => place.Choices))
        {
            var most = choice.Max(branch => branch.FitOf(value));
            left.UnionWith(choice.Where(branch => branch.FitOf(value) < most));
        }

        return left.Count == 0 ? All : Close(left);
    }

    /// <summary>How many members have the constant that is declared for them, less those that have another one.</summary>
    private int FitOf(JsonElement value)
    {
        var fit = 0;
        foreach (var (name, declared) in All.SelectMany(place => place.Properties))
        {
            if (Array.Find(declared.All, place => place.Constants is not null)?.Constants is { } constants)
            {
                fit += !value.TryGetProperty(name, out var member) ? 0 : Array.Exists(constants, one => JsonElement.DeepEquals(one, member)) ? 1 : -1;
            }
        }

        return fit;
    }

    public IEnumerable<NamePlace> OfItems() => All.SelectMany(place => place.Items);

    private NamePlace[] Close(IEnumerable<NamePlace> without)
    {
        var all = new List<NamePlace> { this };
        var seen = new HashSet<NamePlace>(without) { this };
        for (var index = 0; index < all.Count; index++)
        {
            all.AddRange(all[index].Same.Where(seen.Add));
        }

        return [.. all];
    }
}
