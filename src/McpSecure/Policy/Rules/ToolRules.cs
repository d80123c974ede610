using System.Runtime.InteropServices;
using System.Text.Json;
using ModelContextProtocol.Server;

namespace McpSecure.Policy.Rules;

/// <summary>The rules for the arguments of one tool, compiled for whatever state its definition is in.</summary>
internal sealed class ToolRules(
    RuleCompiler compiler,
    IReadOnlyList<RuleDefinition> ofTool,
    IReadOnlyDictionary<string, RuleDefinition[]> ofRoles,
    IReadOnlyList<ToolPredicate> predicates)
{
    /// <summary>Several servers of one process can have different tools under one name; more are compiled anew each time.</summary>
    private const int Kept = 8;

    private CompiledToolRules[] _known = [];

    /// <summary>The rules for the tool as it is now: what its schema declares as default decides what may be left out.</summary>
    /// <param name="tool">The tool; <see langword="null"/> if only a custom handler knows it.</param>
    public CompiledToolRules For(McpServerTool? tool)
    {
        var schema = tool?.ProtocolTool.InputSchema ?? default;
        foreach (var known in Volatile.Read(ref _known))
        {
            if (IsUnchanged(known.Schema, schema))
            {
                return known;
            }
        }

        return Add(schema);
    }

    private CompiledToolRules Add(JsonElement schema)
    {
        var known = Volatile.Read(ref _known);
        var same = Array.Find(known, one => HasSameText(one.Schema, schema));
        var added = same is null ? Compile(schema) : same with { Schema = schema };
        Volatile.Write(ref _known, [added, .. known.Where(one => !ReferenceEquals(one, same)).Take(Kept - 1)]);
        return added;
    }

    private CompiledToolRules Compile(JsonElement schema)
    {
        // What is kept of it outlives the document.
        var own = schema.ValueKind == JsonValueKind.Undefined ? schema : schema.Clone();
        var view = SchemaView.Of(own);
        return new(
            schema,
            new RuleSet([.. ofTool.Select(rule => compiler.Compile(rule, view))]),
            ofRoles.ToDictionary(role => role.Key, role => new RuleSet([.. role.Value.Select(rule => compiler.Compile(rule, view))]), StringComparer.Ordinal),
            predicates,
            DefaultsOf(own));
    }

    /// <summary>The values that absent arguments have, as far as a schema says.</summary>
    public static Dictionary<string, JsonElement> DefaultsOf(JsonElement schema)
    {
        var defaults =
            from property in SchemaNodes.Members(schema, "properties")
            let value = SchemaNodes.Find(property.Value, "default")
            where value is not null
            select KeyValuePair.Create(property.Name, value.Value);
        return defaults.DistinctBy(value => value.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    }

    // The same bytes at the same place: a new schema has its own document. Two spans are equal when they are the same memory.
    private static bool IsUnchanged(JsonElement one, JsonElement other)
    {
        try
        {
            return one.ValueKind == other.ValueKind
                && (one.ValueKind == JsonValueKind.Undefined || JsonMarshal.GetRawUtf8Value(one) == JsonMarshal.GetRawUtf8Value(other));
        }
        catch (ObjectDisposedException)
        {
            return false; // of a document that is gone; if it is the current one, compiling it fails again
        }
    }

    private static bool HasSameText(JsonElement one, JsonElement other)
    {
        try
        {
            return one.ValueKind == other.ValueKind && JsonMarshal.GetRawUtf8Value(one).SequenceEqual(JsonMarshal.GetRawUtf8Value(other));
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
