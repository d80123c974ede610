using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using McpSecure.Calls;
using McpSecure.Redaction;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace McpSecure.Policy.Sensitive;

/// <summary>Finds what an author calls <see cref="SensitiveAttribute"/>: parameters, and properties of the objects that parameters are read into.</summary>
internal sealed class AttributedSecrets
{
    private readonly JsonSerializerOptions _options;
    private readonly Dictionary<Type, RedactionNode> _known = [];
    private readonly Queue<(RedactionNode Node, JsonTypeInfo Type)> _open = new();
    private readonly List<RedactionNode> _nodes = [];

    private AttributedSecrets(JsonSerializerOptions options) => _options = options;

    /// <summary>The places; <see langword="null"/> if he calls nothing so.</summary>
    public static RedactionNode? Of(IMcpServerPrimitive primitive)
    {
        var function = primitive is McpServerTool tool ? SdkTool.FunctionOf(tool) : null;
        var secrets = new AttributedSecrets(function?.JsonSerializerOptions ?? McpJsonUtilities.DefaultOptions);
        var root = secrets.Node(isSecret: false);
        foreach (var parameter in SdkTool.MethodOf(primitive)?.GetParameters() ?? [])
        {
            secrets.Add(root, parameter.Name ?? string.Empty, parameter.ParameterType, parameter.IsDefined(typeof(SensitiveAttribute), inherit: true));
        }

        while (secrets._open.TryDequeue(out var next))
        {
            secrets.Fill(next.Node, next.Type);
        }

        RedactionNode.Mark(secrets._nodes);
        return root.HoldsSecret ? root : null;
    }

    private void Add(RedactionNode node, string name, Type type, bool isSecret)
    {
        if ((isSecret ? Node(isSecret: true) : At(type)) is { } member)
        {
            node.Set(name, member);
        }
    }

    private void Fill(RedactionNode node, JsonTypeInfo type)
    {
        if (type is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element })
        {
            node.Elements = At(element);
        }
        else if (type is { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } value })
        {
            node.Others = At(value);
        }
        else
        {
            foreach (var property in PropertiesOf(type))
            {
                Add(node, property.Name, property.PropertyType, IsSecret(property.AttributeProvider) || IsSecret(property.AssociatedParameter?.AttributeProvider));
            }
        }
    }

    private RedactionNode? At(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (_known.TryGetValue(type, out var known))
        {
            return known;
        }

        if (TypeInfoOf(type) is not { Kind: not JsonTypeInfoKind.None } info)
        {
            return null;
        }

        var node = _known[type] = Node(isSecret: false);
        _open.Enqueue((node, info));
        return node;
    }

    private RedactionNode Node(bool isSecret)
    {
        var node = new RedactionNode { IsSecret = isSecret };
        _nodes.Add(node);
        return node;
    }

    private IEnumerable<JsonPropertyInfo> PropertiesOf(JsonTypeInfo type) => type.Kind != JsonTypeInfoKind.Object
        ? []
        : type.Properties.Concat((type.PolymorphismOptions?.DerivedTypes ?? [])
            .Where(derived => derived.DerivedType != type.Type)
            .SelectMany(derived => TypeInfoOf(derived.DerivedType) is { Kind: JsonTypeInfoKind.Object } more ? PropertiesOf(more) : []));

    private static bool IsSecret(ICustomAttributeProvider? provider) => provider?.IsDefined(typeof(SensitiveAttribute), inherit: true) == true;

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
