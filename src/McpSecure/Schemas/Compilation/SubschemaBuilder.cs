using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary>Reads one subschema, keyword by keyword.</summary>
internal sealed class SubschemaBuilder(SchemaCompiler compiler, SchemaNode node, SchemaLocation location, DynamicScope scope, Role role, int depth)
{
    private ObjectBuilder? _objects;

    public SchemaCompiler Compiler { get; } = compiler;

    public SchemaCompileOptions Options => Compiler.Options;

    public SchemaNode Node { get; } = node;

    public SchemaLocation Location { get; } = location;

    public DynamicScope Scope { get; } = scope;

    public Role Role { get; } = role;

    /// <summary>Gets the keyword that is being read.</summary>
    public string Keyword { get; private set; } = string.Empty;

    /// <summary>Gets where it is.</summary>
    public Place Place => Location.Place.Then(Keyword);

    public NumberRules Numbers => Node.Numbers ??= new();

    public StringRules Strings => Node.Strings ??= new();

    public ArrayRules Arrays => Node.Arrays ??= new();

    public Applicators Applicators => Node.Applicators ??= new();

    public ObjectBuilder Objects => _objects ??= new();

    public void Read()
    {
        var element = Location.Element;
        if (element.ValueKind == JsonValueKind.False)
        {
            Node.DeclaredTypes = JsonTypes.None;
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            ReadKeywords(element);
        }
        else if (element.ValueKind != JsonValueKind.True)
        {
            ReportKind(element, "a schema, an object or a boolean");
        }

        Node.Objects = _objects?.Build(Compiler);
        if (Node.Numbers is { } numbers)
        {
            NumberKeywords.Finish(numbers);
        }
    }

    public void Report(string message) => Compiler.Problems.Add(Location.Place, Keyword, message);

    public void ReportKind(JsonElement value, string expected) => Report($"Expected {expected}, not {KindOf(value)}.");

    /// <summary>Whether the subschema has a keyword with this kind of value.</summary>
    public bool Has(string keyword, JsonValueKind kind) => JsonMembers.TryGet(Location.Element, keyword, out var value) && value.ValueKind == kind;

    public SchemaNode Child(JsonElement value, Role childRole) => Child(value, Place, childRole);

    public SchemaNode Child(JsonElement value, Place place, Role childRole) => Compiler.NodeFor(Location.Child(value, place), Scope, childRole, depth + 1);

    public SchemaNode[] Children(JsonElement value, Role childRole, bool canBeEmpty = false)
    {
        if (value.ValueKind != JsonValueKind.Array || (value.GetArrayLength() == 0 && !canBeEmpty))
        {
            ReportKind(value, "a list of one schema or more");
            return [];
        }

        var (place, index) = (Place, 0);
        var nodes = new SchemaNode[value.GetArrayLength()];
        foreach (var item in value.EnumerateArray())
        {
            nodes[index] = Child(item, place.Then(index), childRole);
            index++;
        }

        return nodes;
    }

    public List<(string Name, SchemaNode Node)> ChildrenByName(JsonElement value, Role childRole)
    {
        var nodes = new List<(string, SchemaNode)>();
        if (value.ValueKind != JsonValueKind.Object)
        {
            ReportKind(value, "an object of schemas");
            return nodes;
        }

        var place = Place;
        foreach (var member in value.EnumerateObject())
        {
            var name = JsonMembers.NameOf(member);
            nodes.Add((name, Child(member.Value, place.Then(name), childRole)));
        }

        return nodes;
    }

    /// <summary>Reads what only references lead to, so that no part of the schema goes unread.</summary>
    public void Definitions(JsonElement value)
    {
        if (Compiler.IsWhole(Location.Resource))
        {
            ChildrenByName(value, Role.Definition);
        }
    }

    public string? Text(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return JsonMembers.TextOf(value);
        }

        ReportKind(value, "a string");
        return null;
    }

    public List<string> Texts(JsonElement value)
    {
        var texts = new List<string>();
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            ReportKind(value, "a list of strings");
            return texts;
        }

        texts.AddRange(value.EnumerateArray().Select(JsonMembers.TextOf));
        if (texts.Distinct(StringComparer.Ordinal).Count() < texts.Count)
        {
            Report("A string is there twice. Remove one.");
        }

        return texts;
    }

    public bool Flag(JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            ReportKind(value, "true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    public byte[]? Number(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            ReportKind(value, "a number");
            return null;
        }

        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (Math.Abs(new JsonNumber(raw).Exponent) < JsonNumber.LargestExponent / 100)
        {
            return raw.ToArray();
        }

        Report("The exponent is too large.");
        return null;
    }

    /// <summary>A length: what is beyond all lengths is the largest there is.</summary>
    public int Count(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            ReportKind(value, "an integer of 0 or more");
            return 0;
        }

        var number = new JsonNumber(JsonMarshal.GetRawUtf8Value(value));
        if (number.IsNegative || !number.IsInteger)
        {
            Report("Expected an integer of 0 or more.");
        }

        return (int)Math.Clamp(number.Floor(), 0, int.MaxValue);
    }

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array when value.GetArrayLength() == 0 => "an empty list",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };

    private void ReadKeywords(JsonElement element)
    {
        var resource = Location.Resource;

        // In draft-07, a reference has no siblings.
        var onlyReference = resource.Dialect.Name == SchemaDialect.Draft7 && JsonMembers.TryGet(element, "$ref", out _);
        foreach (var member in element.EnumerateObject())
        {
            var keyword = resource.Dialect.Find(JsonMarshal.GetRawUtf8PropertyName(member));
            if (Compiler.Problems.IsFull)
            {
                return;
            }

            Keyword = keyword?.Name ?? JsonMembers.NameOf(member);
            if (onlyReference && !string.Equals(Keyword, "$ref", StringComparison.Ordinal))
            {
                continue;
            }

            if (keyword is null || (keyword.Vocabulary & resource.Vocabularies) == Vocabularies.None)
            {
                UnknownKeywords.Report(this);
            }
            else
            {
                keyword.Read(this, member.Value);
            }
        }
    }
}
