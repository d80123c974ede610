namespace McpSecure.Schemas;

/// <summary>A dialect of JSON Schema.</summary>
public enum SchemaDialect
{
    /// <summary>No dialect: nothing can be compiled in it.</summary>
    None = 0,

    /// <summary>JSON Schema draft-07, which about half of all MCP servers declare.</summary>
    Draft7 = 1,

    /// <summary>JSON Schema 2020-12, the default of MCP.</summary>
    Draft202012 = 2,
}
