using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace McpSecure.Tests.Architecture;

/// <summary>Writes down the name of each type that a signature or an attribute mentions.</summary>
internal sealed class NameCollector(MetadataReader metadata) : ISignatureTypeProvider<string, object?>, ICustomAttributeTypeProvider<string>
{
    public HashSet<string> Found { get; } = [];

    /// <summary>The full name of the outermost type: a lambda or an iterator belongs to the type that it is written in.</summary>
    public string NameOf(EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeDefinition)
        {
            var type = metadata.GetTypeDefinition((TypeDefinitionHandle)handle);
            return type.GetDeclaringType() is { IsNil: false } outer ? NameOf(outer) : Full(type.Namespace, type.Name);
        }

        var reference = metadata.GetTypeReference((TypeReferenceHandle)handle);
        return reference.ResolutionScope.Kind == HandleKind.TypeReference
            ? NameOf(reference.ResolutionScope)
            : Full(reference.Namespace, reference.Name);
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Note(NameOf(handle));

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Note(NameOf(handle));

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    /// <summary><c>typeof(…)</c> in an attribute is text: <c>Outer+Inner`1[[Argument, Assembly]], Assembly</c>.</summary>
    public string GetTypeFromSerializedName(string name)
    {
        foreach (var part in name.Split([',', '[', ']', ' ']))
        {
            Note(part.Split('+')[0]);
        }

        return name.Split(',')[0];
    }

    public PrimitiveTypeCode GetUnderlyingEnumType(string type) =>
        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(type)).FirstOrDefault(found => found is not null) is { } found
            ? Enum.Parse<PrimitiveTypeCode>(Enum.GetUnderlyingType(found).Name)
            : PrimitiveTypeCode.Int32;

    public bool IsSystemType(string type) => type == "System.Type";

    public string GetSystemType() => "System.Type";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

    public string GetSZArrayType(string elementType) => elementType;

    public string GetArrayType(string elementType, ArrayShape shape) => elementType;

    public string GetByReferenceType(string elementType) => elementType;

    public string GetPointerType(string elementType) => elementType;

    public string GetPinnedType(string elementType) => elementType;

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "function pointer";

    public string GetGenericMethodParameter(object? genericContext, int index) => "method parameter";

    public string GetGenericTypeParameter(object? genericContext, int index) => "type parameter";

    private string Full(StringHandle space, StringHandle name) =>
        space.IsNil ? metadata.GetString(name) : $"{metadata.GetString(space)}.{metadata.GetString(name)}";

    private string Note(string name)
    {
        Found.Add(name);
        return name;
    }
}
