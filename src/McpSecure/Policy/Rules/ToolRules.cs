using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Calls;

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
    public CompiledToolRules For(DeclaredArguments declared)
    {
        foreach (var known in Volatile.Read(ref _known))
        {
            if (ReferenceEquals(known.Declared, declared))
            {
                return known;
            }
        }

        return Add(declared);
    }

    private CompiledToolRules Add(DeclaredArguments declared)
    {
        var known = Volatile.Read(ref _known);
        var same = Array.Find(known, one => IsSame(one.Declared.Schema, declared.Schema));
        var added = same is null ? Compile(declared) : same with { Declared = declared };
        Volatile.Write(ref _known, [added, .. known.Where(one => !ReferenceEquals(one, same)).Take(Kept - 1)]);
        return added;
    }

    private CompiledToolRules Compile(DeclaredArguments declared)
    {
        var view = SchemaView.Of(declared.Schema);
        var defaults =
            from property in SchemaNodes.Members(declared.Schema, "properties")
            let value = SchemaNodes.Find(property.Value, "default")
            where value is not null
            select KeyValuePair.Create(property.Name, value.Value);
        return new(
            declared,
            new RuleSet([.. ofTool.Select(rule => compiler.Compile(rule, view))]),
            ofRoles.ToDictionary(role => role.Key, role => new RuleSet([.. role.Value.Select(rule => compiler.Compile(rule, view))]), StringComparer.Ordinal),
            predicates,
            defaults.DistinctBy(value => value.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal));
    }

    private static bool IsSame(JsonElement one, JsonElement other) =>
        one.ValueKind == other.ValueKind
        && (one.ValueKind == JsonValueKind.Undefined || JsonMarshal.GetRawUtf8Value(one).SequenceEqual(JsonMarshal.GetRawUtf8Value(other)));
}
