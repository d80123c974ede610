using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using McpSecure.Calls;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace McpSecure.Hosting;

/// <summary>Finds validation attributes of which the SDK makes no keyword, so that nothing holds a value to them.</summary>
internal sealed class UnenforcedAttributes
{
    // Those of which it makes one; those that say nothing a schema does not say; and what is shown only.
    private static readonly Type[] Enforced =
    [
        typeof(RangeAttribute), typeof(RegularExpressionAttribute), typeof(AllowedValuesAttribute), typeof(DeniedValuesAttribute),
        typeof(LengthAttribute), typeof(MinLengthAttribute), typeof(MaxLengthAttribute), typeof(StringLengthAttribute),
        typeof(EmailAddressAttribute), typeof(UrlAttribute), typeof(RequiredAttribute),
    ];

    private readonly JsonSerializerOptions _options;
    private readonly HashSet<Type> _seen = [];
    private readonly List<(string Place, string Attribute)> _found = [];

    private UnenforcedAttributes(JsonSerializerOptions options) => _options = options;

    /// <summary>Finds them on the parameters of a tool's method and on the members of their types.</summary>
    /// <returns>A path of names, and the attribute as it is written.</returns>
    public static IReadOnlyList<(string Place, string Attribute)> Of(McpServerTool tool)
    {
        var function = SdkTool.FunctionOf(tool);
        var finder = new UnenforcedAttributes(function?.JsonSerializerOptions ?? McpJsonUtilities.DefaultOptions);
        foreach (var parameter in (function?.UnderlyingMethod ?? tool.Metadata.OfType<MethodInfo>().FirstOrDefault())?.GetParameters() ?? [])
        {
            if (!IsArgument(tool, parameter))
            {
                continue; // a service
            }

            var place = $"/{parameter.Name}";
            finder.Look(parameter, place);
            finder.LookInto(parameter.ParameterType, place);
        }

        return finder._found;
    }

    private static bool IsArgument(McpServerTool tool, ParameterInfo parameter) =>
        tool.ProtocolTool.InputSchema.TryGetProperty("properties", out var properties)
        && properties.ValueKind == JsonValueKind.Object
        && properties.TryGetProperty(parameter.Name ?? string.Empty, out _);

    private void Look(ICustomAttributeProvider? provider, string place) => _found.AddRange(
        from attribute in provider?.GetCustomAttributes(typeof(ValidationAttribute), inherit: true) ?? []
        let type = attribute.GetType()
        where type != typeof(DataTypeAttribute) && !Array.Exists(Enforced, enforced => enforced.IsAssignableFrom(type))
        let name = type.Name
        select (place, $"[{(name.EndsWith(nameof(Attribute), StringComparison.Ordinal) ? name[..^nameof(Attribute).Length] : name)}]"));

    private void LookInto(Type type, string place)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!_seen.Add(type) || TypeInfoOf(type) is not { } info)
        {
            return;
        }

        if (info.ElementType is { } element)
        {
            LookInto(element, place);
        }

        foreach (var property in info.Properties)
        {
            var below = $"{place}/{property.Name}";
            Look(property.AttributeProvider, below);
            Look(property.AssociatedParameter?.AttributeProvider, below);
            LookInto(property.PropertyType, below);
        }

        foreach (var derived in info.PolymorphismOptions?.DerivedTypes ?? [])
        {
            LookInto(derived.DerivedType, place);
        }
    }

    private JsonTypeInfo? TypeInfoOf(Type type)
    {
        try
        {
            return _options.TryGetTypeInfo(type, out var info) ? info : null;
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return null; // services, by-reference types: no arguments
        }
    }
}
