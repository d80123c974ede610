using System.Text.Json;
using System.Text.RegularExpressions;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Packaging;

/// <summary>One node of ConfigurationSchema.json, and a validator for exactly the keywords that the file uses.</summary>
internal readonly record struct Schema(JsonElement Document, JsonElement Node)
{
    /// <summary>What an editor shows and no document can break.</summary>
    private static readonly string[] Annotations = ["$schema", "definitions", "description", "default", "format"];

    public static Schema OfPackage { get; } = Parse(Repository.Read("src/McpSecure/ConfigurationSchema.json"));

    public static Schema Parse(string text)
    {
        var document = JsonElement.Parse(text);
        return new(document, document);
    }

    /// <summary>The node of the section, and of what one path below it names; <c>*</c> stands for any entry of a map.</summary>
    public Schema Section => Member("McpSecurity")!.Value;

    public string[] Keywords => [.. Node.EnumerateObject().Select(keyword => keyword.Name)];

    public string[] Members => Node.TryGetProperty("properties", out var members) ? [.. members.EnumerateObject().Select(member => member.Name)] : [];

    public string? Text(string keyword) => Node.TryGetProperty(keyword, out var value) ? value.ToString() : null;

    public string[] Names => Node.TryGetProperty("enum", out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];

    public string[] Types => Node.TryGetProperty("type", out var type) ? [.. TypesOf(type)] : [];

    public bool IsClosed => Node.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False;

    public Schema? Entry => Node.TryGetProperty("additionalProperties", out var entry) && entry.ValueKind == JsonValueKind.Object ? At(entry) : null;

    public Schema? Member(string name) =>
        Node.TryGetProperty("properties", out var members) && members.TryGetProperty(name, out var member) ? At(member) : null;

    /// <summary>The definitions, by name.</summary>
    public IEnumerable<KeyValuePair<string, Schema>> Definitions
    {
        get
        {
            var schema = this;
            return Document.GetProperty("definitions").EnumerateObject().Select(definition => KeyValuePair.Create(definition.Name, schema.At(definition.Value)));
        }
    }

    /// <summary>The paths at which a value breaks the schema.</summary>
    public string[] Errors(JsonElement value) => [.. Errors(value, "").Distinct(StringComparer.Ordinal)];

    private IEnumerable<string> Errors(JsonElement value, string path)
    {
        var schema = this;
        return Node.EnumerateObject().SelectMany(keyword => schema.Errors(keyword, value, path));
    }

    private IEnumerable<string> Errors(JsonProperty keyword, JsonElement value, string path) => keyword.Name switch
    {
        "type" => TypesOf(keyword.Value).Any(type => IsType(type, value)) ? [] : [path],
        "enum" => keyword.Value.EnumerateArray().Any(name => JsonElement.DeepEquals(name, value)) ? [] : [path],
        "pattern" => value.ValueKind != JsonValueKind.String || IsMatch(value.GetString()!, keyword.Value.GetString()!) ? [] : [path],
        "properties" or "additionalProperties" or "propertyNames" => value.ValueKind == JsonValueKind.Object ? MemberErrors(keyword, value, path) : [],
        _ when Annotations.Contains(keyword.Name) => [],
        _ => throw new InvalidOperationException($"{path}: the keyword '{keyword.Name}' is not checked; teach this validator, or do without."),
    };

    private IEnumerable<string> MemberErrors(JsonProperty keyword, JsonElement value, string path)
    {
        var schema = this;
        return value.EnumerateObject().SelectMany(member => keyword.Name switch
        {
            "properties" => schema.Member(member.Name)?.Errors(member.Value, $"{path}:{member.Name}"),
            "propertyNames" => schema.At(keyword.Value).Errors(JsonSerializer.SerializeToElement(member.Name), $"{path}:{member.Name}"),
            _ when schema.Members.Contains(member.Name) => [],
            _ when schema.IsClosed => [$"{path}:{member.Name}"],
            _ => schema.Entry?.Errors(member.Value, $"{path}:{member.Name}"),
        } ?? []);
    }

    private Schema At(JsonElement node) => node.TryGetProperty("$ref", out var reference)
        ? At(Document.GetProperty("definitions").GetProperty(reference.GetString()!["#/definitions/".Length..]))
        : this with { Node = node };

    private static IEnumerable<string> TypesOf(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => throw new InvalidOperationException($"The type '{type}' is not checked."),
    };

    private static bool IsMatch(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking);
}
