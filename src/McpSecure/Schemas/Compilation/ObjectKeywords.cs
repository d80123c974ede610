using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary>Keywords of objects that hold several subschemas.</summary>
internal static class ObjectKeywords
{
    public static void Properties(SubschemaBuilder builder, JsonElement value)
    {
        foreach (var (name, node) in builder.ChildrenByName(value, Role.Value))
        {
            builder.Objects.Properties.Add(name, node);
        }
    }

    public static void PatternProperties(SubschemaBuilder builder, JsonElement value)
    {
        foreach (var (text, node) in builder.ChildrenByName(value, Role.Value))
        {
            if (StringKeywords.Compile(builder, text) is { } pattern)
            {
                builder.Objects.Patterns.Add(new(pattern, node));
            }
        }
    }

    public static void DependentRequired(SubschemaBuilder builder, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            builder.ReportKind(value, "an object of lists of names");
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!builder.Compiler.TryAdd(1))
            {
                return;
            }

            builder.Objects.DependentRequired.Add((JsonMembers.NameOf(member), builder.Texts(member.Value), builder.Keyword));
        }
    }

    public static void DependentSchemas(SubschemaBuilder builder, JsonElement value)
    {
        foreach (var (name, node) in builder.ChildrenByName(value, Role.InPlace))
        {
            builder.Objects.DependentSchemas.Add((name, node));
        }
    }

    public static void Dependencies(SubschemaBuilder builder, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            builder.ReportKind(value, "an object of schemas and lists of names");
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            var name = JsonMembers.NameOf(member);
            if (!builder.Compiler.TryAdd(1))
            {
                return;
            }

            if (member.Value.ValueKind == JsonValueKind.Array)
            {
                builder.Objects.DependentRequired.Add((name, builder.Texts(member.Value), builder.Keyword));
            }
            else
            {
                builder.Objects.DependentSchemas.Add((name, builder.Child(member.Value, builder.Place.Then(name), Role.InPlace)));
            }
        }
    }
}
