using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary>What to say of a keyword that the dialect does not have.</summary>
internal static class UnknownKeywords
{
    public static void Report(SubschemaBuilder builder)
    {
        var (name, dialect) = (builder.Keyword, builder.Location.Resource.Dialect);
        if (name.StartsWith("x-", StringComparison.Ordinal))
        {
            return;
        }

        if (dialect.Name == SchemaDialect.Draft202012 && Successor(name) is { } successor)
        {
            builder.Report($"'{name}' is draft-07. In 2020-12 it is called {successor}, or declare '$schema'.");
        }
        else if (!builder.Options.AllowUnknownKeywords)
        {
            builder.Report(MessageFor(name, dialect));
        }
    }

    private static string? Successor(string name) => name switch
    {
        "dependencies" => "'dependentRequired' or 'dependentSchemas'",
        "additionalItems" => "'items', beside 'prefixItems'",
        _ => null,
    };

    private static string MessageFor(string name, Dialect dialect)
    {
        if (dialect.Names.Contains(name, StringComparer.Ordinal))
        {
            return $"The meta-schema has no vocabulary with '{name}', so that it asserts nothing. Remove it.";
        }

        if (Dialect.Draft202012.Names.Contains(name, StringComparer.Ordinal))
        {
            return $"'{name}' is 2020-12, and asserts nothing in draft-07. Declare \"$schema\": \"{Dialect.Draft202012Uri}\".";
        }

        if (name is "nullable")
        {
            return "'nullable' is OpenAPI, and asserts nothing here. Write \"type\": [\"string\", \"null\"], with the type in the place of string.";
        }

        return Nearest.Of(name, dialect.Names) is { } nearest
            ? $"No keyword '{name}'. Did you mean '{nearest}'?"
            : $"No keyword '{name}', so that it asserts nothing. Remove it, or begin its name with 'x-'.";
    }
}
