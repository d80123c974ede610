using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using McpSecure.Calls;
using McpSecure.Files;
using McpSecure.Policy.Rules;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace McpSecure.Policy.Paths;

/// <summary>Finds what an author confined: parameters, and properties of the objects that parameters are read into.</summary>
internal sealed class AttributedPaths
{
    private readonly string _name;
    private readonly JsonSerializerOptions _options;
    private readonly Dictionary<string, (ArgumentPath Argument, ConfinedPathAttribute Attribute)> _found = new(StringComparer.Ordinal);
    private readonly List<Type> _open = [];

    private AttributedPaths(string name, JsonSerializerOptions options)
    {
        _name = name;
        _options = options;
    }

    public IEnumerable<(ArgumentPath Argument, ConfinedPathAttribute Attribute)> Found => _found.Values;

    /// <summary>Gets what could not be done: a sentence each. An attribute that confines nothing must not look as if it did.</summary>
    public List<string> Problems { get; } = [];

    public static AttributedPaths Of(IMcpServerPrimitive? primitive, string name)
    {
        var function = primitive is McpServerTool tool ? SdkTool.FunctionOf(tool) : null;
        var paths = new AttributedPaths(name, function?.JsonSerializerOptions ?? McpJsonUtilities.DefaultOptions);
        foreach (var parameter in primitive is null ? [] : SdkTool.MethodOf(primitive)?.GetParameters() ?? [])
        {
            paths.Add(parameter, (primitive as McpServerTool)?.ProtocolTool.InputSchema);
        }

        return paths;
    }

    private void Add(ParameterInfo parameter, JsonElement? schema)
    {
        var name = parameter.Name ?? string.Empty;
        if (parameter.GetCustomAttribute<ConfinedPathAttribute>() is { } attribute)
        {
            Add([name], parameter.ParameterType, attribute);
        }
        else if (schema is { } declared && SchemaNodes.Members(declared, "properties").Any(property => property.NameEquals(name)))
        {
            Visit([name], parameter.ParameterType); // a service is not in the schema, and nothing is read into it
        }
    }

    private void Add(string?[] steps, Type type, ConfinedPathAttribute attribute)
    {
        if (type != typeof(string) && TypeInfoOf(type)?.ElementType != typeof(string))
        {
            var fix = IsUntrusted(type) || IsUntrusted(TypeInfoOf(type)?.ElementType) ? "Take a string; SecureRoot takes it as it is." : "Put it on the text itself.";
            Problems.Add($"[ConfinedPath(\"{attribute.Root}\")] is on '{ArgumentPath.Of(steps).Text}' of '{_name}', which is neither a text nor a list of texts. {fix}");
            return;
        }

        var argument = ArgumentPath.Of(type == typeof(string) ? steps : [.. steps, null]);
        if (!_found.TryAdd(argument.Text, (argument, attribute)) && !IsSame(_found[argument.Text].Attribute, attribute))
        {
            Problems.Add($"'{argument.Text}' of '{_name}' has two [ConfinedPath], in types that derive from one another, which do not say the same. Let them say the same.");
        }
    }

    private void Visit(string?[] steps, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (TypeInfoOf(type) is not { Kind: not JsonTypeInfoKind.None } info)
        {
            return;
        }

        if (_open.Contains(type))
        {
            if (Holds(type, []))
            {
                Problems.Add($"'{ArgumentPath.Of(steps).Text}' of '{_name}' is a {type.Name} within a {type.Name}, and [ConfinedPath] in a type that holds itself would confine only the first of them. Take the nested ones as a list of paths.");
            }

            return;
        }

        _open.Add(type);
        VisitBelow(steps, info);
        _open.RemoveAt(_open.Count - 1);
    }

    private void VisitBelow(string?[] steps, JsonTypeInfo info)
    {
        if (info.Kind == JsonTypeInfoKind.Enumerable && info.ElementType is { } element)
        {
            Visit([.. steps, null], element);
        }
        else if (info.Kind == JsonTypeInfoKind.Dictionary && info.ElementType is { } value && Holds(value, []))
        {
            Problems.Add($"'{ArgumentPath.Of(steps).Text}' of '{_name}' is a dictionary, and [ConfinedPath] in its values would confine nothing. Take a list.");
        }

        foreach (var property in PropertiesOf(info))
        {
            if (AttributeOf(property) is { } attribute)
            {
                Add([.. steps, property.Name], property.PropertyType, attribute);
            }
            else
            {
                Visit([.. steps, property.Name], property.PropertyType);
            }
        }
    }

    /// <summary>Whether something in a type is confined, however deep.</summary>
    private bool Holds(Type type, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return seen.Add(type) && TypeInfoOf(type) is { Kind: not JsonTypeInfoKind.None } info
            && ((info.ElementType is { } element && Holds(element, seen))
                || PropertiesOf(info).Any(property => AttributeOf(property) is not null || Holds(property.PropertyType, seen)));
    }

    private IEnumerable<JsonPropertyInfo> PropertiesOf(JsonTypeInfo info) => info.Kind != JsonTypeInfoKind.Object
        ? []
        : info.Properties.Concat((info.PolymorphismOptions?.DerivedTypes ?? [])
            .Where(derived => derived.DerivedType != info.Type)
            .SelectMany(derived => TypeInfoOf(derived.DerivedType) is { Kind: JsonTypeInfoKind.Object } more ? PropertiesOf(more) : []));

    /// <summary>On the property, or on the constructor's parameter: an attribute of a record's parameter is there unless it says otherwise.</summary>
    private static ConfinedPathAttribute? AttributeOf(JsonPropertyInfo property) =>
        Of(property.AttributeProvider) ?? Of(property.AssociatedParameter?.AttributeProvider);

    private static ConfinedPathAttribute? Of(ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(typeof(ConfinedPathAttribute), inherit: true).OfType<ConfinedPathAttribute>().FirstOrDefault();

    private static bool IsUntrusted(Type? type) => type == typeof(UntrustedPath) || type == typeof(UntrustedPath?);

    private static bool IsSame(ConfinedPathAttribute one, ConfinedPathAttribute other) =>
        string.Equals(one.Root, other.Root, StringComparison.Ordinal) && one.Access == other.Access && one.MustExist == other.MustExist;

    private JsonTypeInfo? TypeInfoOf(Type type)
    {
        try
        {
            return _options.TryGetTypeInfo(type, out var info) ? info : null;
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return null; // by-reference types, members that collide: the SDK has refused such a parameter before
        }
    }
}
