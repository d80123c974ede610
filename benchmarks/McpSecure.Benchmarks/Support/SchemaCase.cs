using System.Text.Json;
using McpSecure.Schemas;

namespace McpSecure.Benchmarks.Support;

/// <summary>Arguments of a tool and what they are held against, in the shapes that real servers have.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Valid">Arguments that fit.</param>
/// <param name="Invalid">Arguments with one mistake.</param>
public sealed record SchemaCase(string Name, string Schema, string Valid, string Invalid)
{
    private const string Text = """{ "type": "string" }""";
    private const string Row = """{ "id": 4711, "sku": "AB-1234", "price": 12.5, "tags": ["new", "sale"] }""";

    public static IReadOnlyList<SchemaCase> All { get; } =
    [
        new(
            "path and head",
            $$"""{ "type": "object", "properties": { "path": {{Text}}, "head": { "type": "number" }, "tail": { "type": "number" } }, "required": ["path"] }""",
            """{ "path": "/srv/data/report.txt", "head": 20 }""",
            """{ "path": 7, "head": 20 }"""),
        new(
            "four properties",
            """{ "type": "object", "properties": { "query": { "type": "string", "minLength": 1, "maxLength": 400 }, "count": { "type": "integer", "minimum": 1, "maximum": 20 }, "offset": { "type": "integer", "minimum": 0, "maximum": 9 }, "safe": { "type": "boolean" } }, "required": ["query"], "additionalProperties": false }""",
            """{ "query": "model context protocol", "count": 10, "offset": 0, "safe": true }""",
            """{ "query": "model context protocol", "count": 100, "offset": 0, "safe": true }"""),
        new(
            "click",
            """{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": { "pageId": { "type": "number" }, "uid": { "type": "string" }, "dblClick": { "type": "boolean" }, "includeSnapshot": { "type": "boolean" } }, "required": ["pageId", "uid"], "additionalProperties": false }""",
            """{ "pageId": 1, "uid": "12_34", "dblClick": true }""",
            """{ "pageId": 1, "dblClick": true }"""),
        new(
            "messages",
            """{ "type": "object", "properties": { "messages": { "type": "array", "items": { "type": "object", "properties": { "role": { "type": "string", "enum": ["system", "user", "assistant"] }, "content": { "type": "string" } }, "required": ["role", "content"] } } }, "required": ["messages"] }""",
            """{ "messages": [{ "role": "system", "content": "Be brief." }, { "role": "user", "content": "What is a schema?" }, { "role": "assistant", "content": "A promise." }] }""",
            """{ "messages": [{ "role": "system", "content": "Be brief." }, { "role": "root", "content": "What is a schema?" }] }"""),
        new(
            "chart",
            """{ "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": { "data": { "type": "array", "minItems": 1, "items": { "type": "object", "properties": { "time": { "type": "string" }, "value": { "type": "number" }, "group": { "type": "string" } }, "required": ["time", "value"] } }, "stack": { "type": "boolean" }, "theme": { "type": "string", "enum": ["default", "academy"] }, "width": { "type": "number" }, "height": { "type": "number" }, "title": { "type": "string" } }, "required": ["data"] }""",
            """{ "data": [{ "time": "2024", "value": 1.5 }, { "time": "2025", "value": 2.25, "group": "b" }, { "time": "2026", "value": 3 }], "theme": "academy", "width": 600, "title": "Growth" }""",
            """{ "data": [{ "time": "2024", "value": "1.5" }], "theme": "academy" }"""),
        new(
            "coordinates",
            """{ "type": "object", "properties": { "coordinates": { "type": "array", "minItems": 2, "maxItems": 25, "items": { "type": "object", "properties": { "longitude": { "type": "number", "minimum": -180, "maximum": 180 }, "latitude": { "type": "number", "minimum": -90, "maximum": 90 } }, "required": ["longitude", "latitude"], "additionalProperties": false } }, "profile": { "type": "string", "enum": ["driving", "walking", "cycling"] } }, "required": ["coordinates", "profile"] }""",
            """{ "coordinates": [{ "longitude": 13.3777, "latitude": 52.5163 }, { "longitude": 11.5755, "latitude": 48.1372 }, { "longitude": 9.9937, "latitude": 53.5511 }], "profile": "driving" }""",
            """{ "coordinates": [{ "longitude": 13.3777, "latitude": 152.5163 }, { "longitude": 11.5755, "latitude": 48.1372 }], "profile": "driving" }"""),
        new(
            "patterns and formats",
            """{ "type": "object", "properties": { "fileKey": { "type": "string", "pattern": "^[a-zA-Z0-9]+$" }, "nodeId": { "type": "string", "pattern": "^I?\\d+[:|-]\\d+(?:;\\d+[:|-]\\d+)*$" }, "session": { "type": "string", "format": "uuid" }, "since": { "type": "string", "format": "date-time" } }, "required": ["fileKey"] }""",
            """{ "fileKey": "aB3dE5gH7jK9mN1pQ", "nodeId": "1234:5678", "session": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "since": "2026-11-24T19:16:42Z" }""",
            """{ "fileKey": "aB3/E5gH7jK9mN1pQ", "nodeId": "1234:5678" }"""),
        new(
            "or null",
            """{ "type": "object", "properties": { "project": { "anyOf": [{ "type": "string" }, { "type": "null" }] }, "branch": { "anyOf": [{ "type": "string", "minLength": 1 }, { "type": "null" }] }, "limit": { "anyOf": [{ "type": "integer", "maximum": 100 }, { "type": "null" }] }, "labels": { "type": ["array", "null"], "items": { "type": "string" } } }, "required": ["project", "branch"] }""",
            """{ "project": "gh/example/site", "branch": null, "limit": 25, "labels": ["bug", "ui"] }""",
            """{ "project": "gh/example/site", "branch": 4, "limit": 25 }"""),
        new(
            "search",
            """{ "type": "object", "properties": { "query": { "type": "string" }, "search_depth": { "type": "string", "enum": ["basic", "advanced", "fast"] }, "topic": { "type": "string", "enum": ["general", "news", "finance"] }, "days": { "type": "integer", "minimum": 1 }, "time_range": { "type": "string", "enum": ["day", "week", "month", "year"] }, "max_results": { "type": "integer", "minimum": 5, "maximum": 20 }, "include_images": { "type": "boolean" }, "include_raw_content": { "type": "boolean" }, "include_domains": { "type": "array", "items": { "type": "string" } }, "exclude_domains": { "type": "array", "items": { "type": "string" } }, "country": { "type": "string" } }, "required": ["query"], "additionalProperties": false }""",
            """{ "query": "dotnet 10 release notes", "search_depth": "advanced", "topic": "news", "max_results": 10, "include_images": false, "include_domains": ["example.org", "example.com"], "time_range": "month" }""",
            """{ "query": "dotnet 10 release notes", "search_deph": "advanced", "topic": "news" }"""),
        new(
            "entities",
            """{ "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": { "entities": { "type": "array", "items": { "type": "object", "properties": { "name": { "type": "string" }, "entityType": { "type": "string" }, "observations": { "type": "array", "items": { "type": "string" } } }, "required": ["name", "entityType", "observations"], "additionalProperties": false } } }, "required": ["entities"], "additionalProperties": false }""",
            """{ "entities": [{ "name": "Ada", "entityType": "person", "observations": ["wrote notes", "knew Babbage"] }, { "name": "Engine", "entityType": "machine", "observations": [] }] }""",
            """{ "entities": [{ "name": "Ada", "entityType": "person", "observations": "wrote notes" }] }"""),
        new(
            "blocks",
            """{ "type": "object", "properties": { "parent": { "$ref": "#/$defs/parent" }, "children": { "type": "array", "items": { "$ref": "#/$defs/block" } } }, "required": ["parent"], "$defs": { "parent": { "anyOf": [{ "type": "object", "properties": { "page_id": { "type": "string", "format": "uuid" } }, "required": ["page_id"], "additionalProperties": false }, { "type": "object", "properties": { "database_id": { "type": "string", "format": "uuid" } }, "required": ["database_id"], "additionalProperties": false }] }, "text": { "type": "object", "properties": { "content": { "type": "string", "maxLength": 2000 }, "bold": { "type": "boolean" } }, "required": ["content"] }, "block": { "type": "object", "properties": { "type": { "enum": ["paragraph", "heading", "todo"] }, "text": { "type": "array", "items": { "$ref": "#/$defs/text" } } }, "required": ["type", "text"] } } }""",
            """{ "parent": { "database_id": "6f9619ff-8b86-d011-b42d-00c04fc964ff" }, "children": [{ "type": "heading", "text": [{ "content": "Plan", "bold": true }] }, { "type": "paragraph", "text": [{ "content": "First, schemas." }, { "content": "Then, results." }] }] }""",
            """{ "parent": { "database_id": "6f9619ff-8b86-d011-b42d-00c04fc964ff" }, "children": [{ "type": "image", "text": [] }] }"""),
        new(
            "hundred rows",
            """{ "type": "object", "properties": { "rows": { "type": "array", "maxItems": 1000, "items": { "type": "object", "properties": { "id": { "type": "integer", "minimum": 1 }, "sku": { "type": "string", "pattern": "^[A-Z]{2}-\\d{4}$" }, "price": { "type": "number", "exclusiveMinimum": 0 }, "tags": { "type": "array", "items": { "type": "string" } } }, "required": ["id", "sku", "price"], "additionalProperties": false } } }, "required": ["rows"] }""",
            $$"""{ "rows": [{{string.Join(',', Enumerable.Repeat(Row, 100))}}] }""",
            $$"""{ "rows": [{ "id": 0, "sku": "AB-1234", "price": 12.5 }, {{string.Join(',', Enumerable.Repeat(Row, 99))}}] }"""),
    ];

    /// <summary>Compiles the schema, and makes sure that the arguments are what they are called.</summary>
    public CompiledSchema Compile()
    {
        var schema = new McpSecureSchemaEngine().Compile(JsonElement.Parse(Schema), new SchemaCompileOptions());
        return schema.IsValid(Read(Valid)) && !schema.IsValid(Read(Invalid)) ? schema : throw new InvalidOperationException($"'{Name}' does not measure what it says.");
    }

    /// <summary>Arguments as the SDK hands them over.</summary>
    public static IDictionary<string, JsonElement> Read(string arguments) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments)!;

    public override string ToString() => Name;
}
