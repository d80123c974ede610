using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace McpSecure.Tests.Architecture;

/// <summary>One type that mentions another, both by the full name of their outermost type.</summary>
internal sealed record TypeReference(string From, string To);

/// <summary>
/// Who mentions whom in an assembly: in base types, signatures, constraints, attributes and method bodies. Only what a compiler leaves
/// no trace of is missed: constants, <c>nameof</c>, and names in text.
/// </summary>
internal sealed class TypeReferences
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly NameCollector _names;
    private readonly HashSet<TypeReference> _found = [];

    private TypeReferences(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
        _names = new NameCollector(_metadata);
    }

    public static IReadOnlyCollection<TypeReference> Of(Stream assembly)
    {
        using var file = new PEReader(assembly);
        var references = new TypeReferences(file);
        foreach (var handle in references._metadata.TypeDefinitions)
        {
            references.Visit(handle);
        }

        return references._found;
    }

    private void Visit(TypeDefinitionHandle handle)
    {
        _names.Found.Clear();
        var type = _metadata.GetTypeDefinition(handle);
        Token(type.BaseType);
        Attributes(type.GetCustomAttributes());
        Constraints(type.GetGenericParameters());
        foreach (var implementation in type.GetInterfaceImplementations().Select(_metadata.GetInterfaceImplementation))
        {
            Token(implementation.Interface);
            Attributes(implementation.GetCustomAttributes());
        }

        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            field.DecodeSignature(_names, null);
            Attributes(field.GetCustomAttributes());
        }

        foreach (var property in type.GetProperties().Select(_metadata.GetPropertyDefinition))
        {
            property.DecodeSignature(_names, null);
            Attributes(property.GetCustomAttributes());
        }

        foreach (var occurrence in type.GetEvents().Select(_metadata.GetEventDefinition))
        {
            Token(occurrence.Type);
            Attributes(occurrence.GetCustomAttributes());
        }

        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            Visit(method);
        }

        var from = _names.NameOf(handle);
        _found.UnionWith(_names.Found.Where(to => to != from).Select(to => new TypeReference(from, to)));
    }

    private void Visit(MethodDefinition method)
    {
        method.DecodeSignature(_names, null);
        Attributes(method.GetCustomAttributes());
        Constraints(method.GetGenericParameters());
        foreach (var parameter in method.GetParameters().Select(_metadata.GetParameter))
        {
            Attributes(parameter.GetCustomAttributes());
        }

        if (method.RelativeVirtualAddress != 0)
        {
            Body(_file.GetMethodBody(method.RelativeVirtualAddress));
        }
    }

    private void Body(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_names, null);
        }

        foreach (var region in body.ExceptionRegions)
        {
            Token(region.CatchType);
        }

        foreach (var operand in Instructions.Tokens(body.GetILReader()))
        {
            Token(operand);
        }
    }

    private void Token(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeReference or HandleKind.TypeDefinition:
                _names.Found.Add(_names.NameOf(handle));
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_names, null);
                break;
            case HandleKind.MemberReference:
                Member(_metadata.GetMemberReference((MemberReferenceHandle)handle));
                break;
            case HandleKind.FieldDefinition:
                Token(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodDefinition:
                var method = _metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                Token(method.GetDeclaringType());
                method.DecodeSignature(_names, null);
                break;
            case HandleKind.MethodSpecification:
                var specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Token(specification.Method);
                specification.DecodeSignature(_names, null);
                break;
            case HandleKind.StandaloneSignature:
                _metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeMethodSignature(_names, null);
                break;
        }
    }

    private void Member(MemberReference member)
    {
        Token(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            member.DecodeFieldSignature(_names, null);
        }
        else
        {
            member.DecodeMethodSignature(_names, null);
        }
    }

    private void Constraints(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters.Select(_metadata.GetGenericParameter))
        {
            Attributes(parameter.GetCustomAttributes());
            foreach (var constraint in parameter.GetConstraints().Select(_metadata.GetGenericParameterConstraint))
            {
                Token(constraint.Type);
                Attributes(constraint.GetCustomAttributes());
            }
        }
    }

    private void Attributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(_metadata.GetCustomAttribute))
        {
            Token(attribute.Constructor);
            attribute.DecodeValue(_names);
        }
    }
}
