using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Explaining;

/// <summary>How errors are worded: what the schema says, and of the value its kind and length at most.</summary>
internal static class Wording
{
    private const int MostNames = 20;
    private const int MostValues = 10;
    private const int LengthOnStack = 512;

    public static string KindOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "nothing",
    };

    /// <summary>Such as <c>string or null</c>.</summary>
    public static string TypesOf(JsonTypes types)
    {
        var names = new List<string>(4);
        Add(JsonTypes.String, "string");
        Add(JsonTypes.Number, "number");
        Add(JsonTypes.Integer, "integer");
        Add(JsonTypes.Boolean, "boolean");
        Add(JsonTypes.Array, "array");
        Add(JsonTypes.Object, "object");
        Add(JsonTypes.Null, "null");
        return names.Count switch
        {
            0 => "no value",
            1 => names[0],
            _ => string.Join(", ", names.Take(names.Count - 1)) + " or " + names[^1],
        };

        void Add(JsonTypes type, string name)
        {
            if ((types & type) == type || (type == JsonTypes.Boolean && (types & type) != JsonTypes.None))
            {
                types &= ~type;
                names.Add(name);
            }
        }
    }

    public static string OneOf(EnumRules values)
    {
        return OneOf(values.Display, values.Count);
    }

    /// <summary>Some values, or the only one.</summary>
    public static string OneOf(string[] first, int count)
    {
        if (count == 1)
        {
            return "exactly " + first[0];
        }

        var shown = Math.Min(first.Length, MostValues);
        var listed = "one of: " + string.Join(", ", first.Take(shown));
        return count == shown ? listed : string.Create(CultureInfo.InvariantCulture, $"{listed} (+{count - shown} more)");
    }

    public static string AtLeast(long count, string unit) => Amount("at least", count, unit);

    public static string AtMost(long count, string unit) => Amount("at most", count, unit);

    public static string Count(long count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? string.Empty : "s")}");

    public static string Number(string words, byte[] number) => words + " " + Encoding.UTF8.GetString(number);

    /// <summary>What a subschema asks for, in a few words.</summary>
    public static string Describe(SchemaNode node)
    {
        if (node.Enum is { } values)
        {
            return OneOf(values);
        }

        if (node.Const is { } value)
        {
            return OneOf(value);
        }

        if (node.Applicators is { References: [var target], AllOf.Length: 0, AnyOf: null, OneOf: null } && node is { Strings: null, DeclaredTypes: JsonTypes.Any })
        {
            return Describe(target);
        }

        return node.Strings switch
        {
            { PatternText: { } pattern } => "a string matching " + pattern,
            { FormatName: { } format } => Format(format),
            _ => node.Types == JsonTypes.Any ? "a value" : TypesOf(node.Types),
        };
    }

    /// <summary>The name of a format, and a value that has it: a name alone does not say that a date-time needs a zone, or a uuid its dashes.</summary>
    public static string Format(string name)
    {
        var example = name switch
        {
            "date-time" => "2026-01-31T13:45:00Z",
            "date" => "2026-01-31",
            "time" => "13:45:00Z",
            "duration" => "PT1H30M",
            "uuid" => "6f9619ff-8b86-d011-b42d-00c04fc964ff",
            "email" => "name@example.com",
            "hostname" => "www.example.com",
            "ipv4" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            "uri" => "https://example.com/a",
            "uri-reference" => "/a?b=c",
            "json-pointer" => "/a/0",
            "relative-json-pointer" => "1/a",
            _ => null,
        };
        return "a string of format " + name + (example is null ? string.Empty : ", such as " + example);
    }

    /// <summary>What to say of a field that is not declared here: its own name, declared elsewhere, is no advice.</summary>
    public static string Unknown(string name, string[] declared)
    {
        if (declared.Contains(name, StringComparer.Ordinal))
        {
            declared = Array.FindAll(declared, other => !string.Equals(other, name, StringComparison.Ordinal));
        }

        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[LengthOnStack]);
        text.AppendLiteral("no such field; ");
        if (Nearest.Of(name, declared) is { } meant)
        {
            text.AppendLiteral("did you mean ");
            text.AppendLiteral(meant);
            text.AppendLiteral(string.Equals(meant, name, StringComparison.OrdinalIgnoreCase) ? "? names are case-sensitive; " : "?; ");
        }

        text.AppendLiteral("allowed: ");
        AppendNames(ref text, declared);
        return text.ToStringAndClear();
    }

    private static void AppendNames(ref DefaultInterpolatedStringHandler text, string[] names)
    {
        for (var index = 0; index < Math.Min(names.Length, MostNames); index++)
        {
            text.AppendLiteral(index == 0 ? string.Empty : ", ");
            text.AppendLiteral(names[index]);
        }

        if (names.Length == 0)
        {
            text.AppendLiteral("none");
        }
        else if (names.Length > MostNames)
        {
            text.AppendLiteral(" (+");
            text.AppendFormatted(names.Length - MostNames);
            text.AppendLiteral(" more)");
        }
    }

    private static string Amount(string words, long count, string unit) => words + " " + Count(count, unit);
}
