using System.Globalization;
using System.Text.Json;

namespace McpSecure.Arguments;

/// <summary>
/// Which names a schema declares for the objects of its instances: for suggestions, and to tell a field that nobody knows from one that is
/// spelt in another case.
/// </summary>
internal sealed class DeclaredNames
{
    // Far more than any arguments need; what it bounds is a schema whose branches double at every level.
    private const int MaxVisits = 100_000;

    private readonly NamePlace _root;
    private readonly bool _hasOpenObjects;

    private DeclaredNames(NamePlace root, bool hasOpenObjects, bool isComplete)
    {
        _root = root;
        _hasOpenObjects = hasOpenObjects;
        IsComplete = isComplete;
    }

    /// <summary>Gets the names of a schema of which nothing is known.</summary>
    public static DeclaredNames None { get; } = new(new NamePlace(), hasOpenObjects: false, isComplete: false);

    /// <summary>Gets a value indicating whether all names are known: every reference of the schema could be followed.</summary>
    public bool IsComplete { get; }

    public static DeclaredNames Of(JsonElement schema)
    {
        var places = new NamePlaces(schema);
        var root = places.Read();
        return new(root, places.All.Any(place => place.IsOpen), places.IsComplete);
    }

    /// <summary>The names that are declared for the object at a place, in order.</summary>
    /// <param name="pointer">A JSON Pointer into the instance.</param>
    public string[] At(string pointer)
    {
        IEnumerable<NamePlace> places = [_root];
        foreach (var part in JsonPointers.Parts(pointer))
        {
            // An index may also be a name: whichever the instance has, the other one leads nowhere.
            places = places.SelectMany(place => place.Of(part).Concat(place.OfItems())).Distinct().ToArray();
        }

        return Sorted(places.SelectMany(place => place.All));
    }

    /// <summary>As <see cref="At(string)"/>, without the names of those alternatives that, going by constants such as <c>$type</c>, were not meant.</summary>
    /// <param name="pointer">A JSON Pointer into the instance.</param>
    /// <param name="arguments">The instance, if it is at hand.</param>
    public string[] At(string pointer, IDictionary<string, JsonElement>? arguments)
    {
        try
        {
            return arguments is null ? At(pointer) : Meant(pointer, arguments);
        }
        catch (InvalidOperationException)
        {
            return At(pointer); // a text in it is no text: half of a character
        }
    }

    private string[] Meant(string pointer, IDictionary<string, JsonElement> arguments)
    {
        var (places, value, isRoot) = (_root.All.AsEnumerable(), default(JsonElement), true);
        foreach (var part in JsonPointers.Parts(pointer))
        {
            value = isRoot ? arguments.TryGetValue(part, out var argument) ? argument : default : Step(value, part);
            isRoot = false;
            var next = places.SelectMany(place => place.Properties.TryGetValue(part, out var declared) ? [declared] : place.Others.Concat(place.Items));
            places = next.Distinct().SelectMany(place => place.MeantBy(value)).Distinct().ToArray();
        }

        return Sorted(places);
    }

    private static JsonElement Step(JsonElement value, string part) => value.ValueKind switch
    {
        JsonValueKind.Object when value.TryGetProperty(part, out var member) => member,
        JsonValueKind.Array when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < value.GetArrayLength() => value[index],
        _ => default,
    };

    private static string[] Sorted(IEnumerable<NamePlace> places) =>
        [.. places.Where(place => !place.IsGuess).SelectMany(place => place.Properties.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Finds a field of an open object that equals a declared one but for its case: to the schema it is a field like any other, and the SDK's
    /// binder reads it as the declared one. In a closed object the schema refuses it.
    /// </summary>
    /// <returns>A JSON Pointer to the field, or <see langword="null"/>.</returns>
    public string? FindVariant(IDictionary<string, JsonElement> arguments)
    {
        if (!_hasOpenObjects)
        {
            return null;
        }

        var visits = MaxVisits;
        foreach (var (name, value) in arguments)
        {
            if (IsVariant(_root, name))
            {
                return $"/{JsonPointers.Escaped(name)}";
            }

            foreach (var place in _root.Of(name))
            {
                if (FindVariant(value, place, ref visits) is { } found)
                {
                    return $"/{JsonPointers.Escaped(name)}{found}";
                }
            }
        }

        return null;
    }

    private static string? FindVariant(JsonElement value, NamePlace place, ref int visits)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return null;
        }

        if (--visits < 0)
        {
            return string.Empty;
        }

        return value.ValueKind == JsonValueKind.Object ? InObject(value, place, ref visits) : InArray(value, place, ref visits);
    }

    private static string? InObject(JsonElement value, NamePlace place, ref int visits)
    {
        foreach (var member in value.EnumerateObject())
        {
            var name = member.Name;
            if (IsVariant(place, name))
            {
                return $"/{JsonPointers.Escaped(name)}";
            }

            foreach (var next in place.Of(name))
            {
                if (FindVariant(member.Value, next, ref visits) is { } found)
                {
                    return $"/{JsonPointers.Escaped(name)}{found}";
                }
            }
        }

        return null;
    }

    private static string? InArray(JsonElement value, NamePlace place, ref int visits)
    {
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            foreach (var next in place.OfItems())
            {
                if (FindVariant(item, next, ref visits) is { } found)
                {
                    return $"/{index}{found}";
                }
            }

            index++;
        }

        return null;
    }

    private static bool IsVariant(NamePlace place, string name)
    {
        var isVariant = false;
        foreach (var said in place.All)
        {
            if (said.Properties.ContainsKey(name))
            {
                return false;
            }

            isVariant |= said.Properties.Keys.Any(declared => string.Equals(declared, name, StringComparison.OrdinalIgnoreCase));
        }

        return isVariant;
    }
}
