using System.Globalization;
using McpSecure.Policy;
using McpSecure.Tests.Policy;

namespace McpSecure.Tests.Packaging;

/// <summary>What the schema says otherwise than the option classes, or than the shape that the server checks: both ways.</summary>
internal static class SchemaDifferences
{
    private static readonly string[] CodeOnly = [nameof(McpSecurityOptions.LocalTransport), nameof(McpSecurityOptions.PolicyFiles)];

    private static readonly string[] Single = ["string", "boolean", "number", "integer"];

    public static IEnumerable<string> From(Type type, Schema schema, string path)
    {
        if (EntryOf(type) is { } entry)
        {
            return schema.Entry is { } node ? From(entry, node, $"{path}:*") : [$"{path} is no map"];
        }

        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            { IsEnum: true } => Choice(ShapeTests.NamesOf(plain), schema, path),
            _ when plain == typeof(string) => Is(schema, path, "string"),
            _ when plain == typeof(decimal) => Is(schema, path, "number"),
            _ when plain == typeof(int) || plain == typeof(long) => Is(schema, path, "integer"),
            _ when plain == typeof(bool) => Is(schema, path, "boolean"),
            _ when plain == typeof(DateOnly) => schema.Text("format") == "date" ? Is(schema, path, "string") : [$"{path} is no date"],
            _ => Members(plain, schema, path),
        };
    }

    public static IEnumerable<string> From(Shape shape, Schema schema, string path) => shape switch
    {
        Shape.Map map => schema.Entry is { } entry ? From(map.Entry, entry, $"{path}:*") : [$"{path} is no map"],
        Shape.Choice choice => Choice(choice.Names, schema, path),
        Shape.Members members =>
        [
            .. NamesDiffer(members.Known.Keys, schema, path),
            .. members.Known.Where(member => schema.Member(member.Key) is not null)
                .SelectMany(member => From(member.Value, schema.Member(member.Key)!.Value, $"{path}:{member.Key}")),
        ],
        _ => schema.Types.Intersect(Single).Any() ? [] : [$"{path} is no single value"],
    };

    private static IEnumerable<string> Members(Type type, Schema schema, string path)
    {
        var properties = type.GetProperties().Where(property => !CodeOnly.Contains(property.Name)).ToArray();
        var defaults = Activator.CreateInstance(type);
        return
        [
            .. NamesDiffer(properties.Select(ShapeTests.KeyOf), schema, path),
            .. from property in properties
               let member = schema.Member(ShapeTests.KeyOf(property))
               where member is not null
               from difference in From(property.PropertyType, member.Value, $"{path}:{ShapeTests.KeyOf(property)}")
                   .Concat(DefaultDiffers(property.GetValue(defaults), member.Value, $"{path}:{ShapeTests.KeyOf(property)}"))
               select difference,
        ];
    }

    private static IEnumerable<string> NamesDiffer(IEnumerable<string> names, Schema schema, string path)
    {
        var known = names.ToArray();
        return
        [
            .. schema.IsClosed ? Array.Empty<string>() : [$"{path} takes any key"],
            .. known.Except(schema.Members, StringComparer.Ordinal).Select(name => $"{path}:{name} is not in the schema"),
            .. schema.Members.Except(known, StringComparer.Ordinal).Select(name => $"{path}:{name} is only in the schema"),
        ];
    }

    private static string[] Choice(string[] names, Schema schema, string path) =>
        schema.Names.SequenceEqual(names) ? [] : [$"{path} offers {string.Join(", ", schema.Names)} instead of {string.Join(", ", names)}"];

    private static string[] Is(Schema schema, string path, string type) => schema.Types.Contains(type) ? [] : [$"{path} is no {type}"];

    /// <summary>The default is stated twice, for the editor and for people; both have to be the one of the class.</summary>
    private static string[] DefaultDiffers(object? value, Schema schema, string path)
    {
        var holdsMore = value is not null && (EntryOf(value.GetType()) is not null || value.GetType().Name.EndsWith("Options", StringComparison.Ordinal));
        var expected = value is null || holdsMore ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
        var told = expected is null || schema.Text("description")!.Contains($"Default: {expected}", StringComparison.OrdinalIgnoreCase);
        return string.Equals(schema.Text("default"), expected, StringComparison.Ordinal) && told ? [] : [$"{path} has another default: {expected ?? "none"}"];
    }

    private static Type? EntryOf(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IDictionary<,>))?.GetGenericArguments()[1];
}
