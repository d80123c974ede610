using System.Text.Json;

namespace McpSecure.Schemas.Compilation;

/// <summary>Items of arrays, in both dialects.</summary>
internal static class ArrayKeywords
{
    public static void Contains(SubschemaBuilder builder, JsonElement value)
    {
        builder.Arrays.Contains = builder.Child(value, Role.Value);
        builder.Arrays.ContainsEvaluates = builder.Location.Resource.Dialect.Name != SchemaDialect.Draft7;
    }

    public static void Items(SubschemaBuilder builder, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            builder.Report("A list of schemas is draft-07. In 2020-12 it is called 'prefixItems', or declare '$schema'.");
            return;
        }

        builder.Arrays.Items = builder.Child(value, Role.Value);
    }

    public static void ItemsOfDraft7(SubschemaBuilder builder, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            builder.Arrays.Prefix = builder.Children(value, Role.Value, canBeEmpty: true);
        }
        else
        {
            builder.Arrays.Items = builder.Child(value, Role.Value);
        }
    }

    public static void AdditionalItems(SubschemaBuilder builder, JsonElement value)
    {
        var node = builder.Child(value, Role.Value);

        // It speaks only of what comes after a list.
        if (builder.Has("items", JsonValueKind.Array))
        {
            builder.Arrays.Items = node;
            builder.Arrays.ItemsKeyword = "additionalItems";
        }
    }
}
