using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace McpSecure.Arguments.Hardening;

/// <summary>Reads from the serializer's own descriptions what it reads values into. Nothing here needs code that a trimmed application lacks.</summary>
internal sealed class ClrShapes(JsonSerializerOptions options)
{
    private static readonly Dictionary<Type, ClrNumberKind> Numbers = new()
    {
        [typeof(sbyte)] = ClrNumberKind.SByte,
        [typeof(byte)] = ClrNumberKind.Byte,
        [typeof(short)] = ClrNumberKind.Int16,
        [typeof(ushort)] = ClrNumberKind.UInt16,
        [typeof(int)] = ClrNumberKind.Int32,
        [typeof(uint)] = ClrNumberKind.UInt32,
        [typeof(long)] = ClrNumberKind.Int64,
        [typeof(ulong)] = ClrNumberKind.UInt64,
        [typeof(Int128)] = ClrNumberKind.Int128,
        [typeof(UInt128)] = ClrNumberKind.UInt128,
        [typeof(Half)] = ClrNumberKind.Half,
        [typeof(float)] = ClrNumberKind.Single,
        [typeof(double)] = ClrNumberKind.Double,
        [typeof(decimal)] = ClrNumberKind.Decimal,
    };

    private readonly Dictionary<Type, ClrShape> _known = [];

    /// <summary>The shape of a type.</summary>
    /// <returns><see cref="ClrShape.Unknown"/> if the serializer does not know the type, or reads it with a converter of the application's.</returns>
    public ClrShape Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (_known.TryGetValue(type, out var known))
        {
            return known;
        }

        if (TypeInfoOf(type) is not { } info || !IsOurs(info.Converter))
        {
            return _known[type] = ClrShape.Unknown;
        }

        if (type.IsEnum)
        {
            return _known[type] = OfEnum(type, info);
        }

        if (type == typeof(TimeOnly))
        {
            return _known[type] = new ClrShape { IsTimeOfDay = true };
        }

        if (info.Kind == JsonTypeInfoKind.None)
        {
            return _known[type] = Numbers.TryGetValue(type, out var kind) ? new ClrShape { Number = kind } : ClrShape.Unknown;
        }

        var shape = _known[type] = new ClrShape(); // before its members: they may hold the type itself
        if (info.ElementType is { } element)
        {
            shape.Element = Of(element);
            shape.Keys = info.Kind == JsonTypeInfoKind.Dictionary && info.KeyType is { } key ? KeysOf(key) : null;
        }
        else if (info.Kind == JsonTypeInfoKind.Object)
        {
            shape.Members = new ClrMembers(options.PropertyNameCaseInsensitive);
            AddMembers(shape.Members, info);
        }

        return shape;
    }

    private JsonTypeInfo? TypeInfoOf(Type type)
    {
        try
        {
            return options.TryGetTypeInfo(type, out var info) ? info : null;
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return null; // by-reference types, members that collide: the SDK has refused such a parameter before
        }
    }

    private static bool IsOurs(JsonConverter? converter) => converter is null || converter.GetType().Assembly == typeof(JsonConverter).Assembly;

    /// <summary>What derives from a type adds its members: which of them is sent is known only from the value.</summary>
    private void AddMembers(ClrMembers members, JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
        {
            members.Add(property.Name, IsOurs(property.CustomConverter) && !property.IsExtensionData ? Of(property.PropertyType) : ClrShape.Unknown);
        }

        foreach (var derived in info.PolymorphismOptions?.DerivedTypes ?? [])
        {
            if (derived.DerivedType != info.Type && TypeInfoOf(derived.DerivedType) is { Kind: JsonTypeInfoKind.Object } more)
            {
                AddMembers(members, more);
            }
        }
    }

    private ClrKeys? KeysOf(Type type)
    {
        if (TypeInfoOf(type) is not { } info || !IsOurs(info.Converter))
        {
            return null;
        }

        return type.IsEnum ? new ClrKeys(string.Empty, 0, EnumNames(type, info)) : ClrKeys.Of(type, Numbers.GetValueOrDefault(type));
    }

    // As keys, enums are names even where they are numbers as values. Of two names of one value, the serializer writes one.
    private static string[] EnumNames(Type type, JsonTypeInfo info) =>
    [
        .. Enum.GetValuesAsUnderlyingType(type).Cast<object>()
            .Select(value => Enum.ToObject(type, value))
            .Select(value => Written(value, info) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : $"{value}")
            .Distinct(StringComparer.Ordinal),
    ];

    private static ClrShape OfEnum(Type type, JsonTypeInfo info)
    {
        var names = new List<string>();
        var isText = false;
        foreach (var value in Enum.GetValuesAsUnderlyingType(type))
        {
            var written = Written(Enum.ToObject(type, value), info);
            isText |= written.ValueKind == JsonValueKind.String;
            if (written.ValueKind == JsonValueKind.String && written.GetString() is { } name && !names.Contains(name, StringComparer.Ordinal))
            {
                names.Add(name);
            }
        }

        return isText
            ? new ClrShape { Flags = type.IsDefined(typeof(FlagsAttribute), inherit: false) ? names : [] }
            : new ClrShape { Number = Numbers.GetValueOrDefault(Enum.GetUnderlyingType(type)) };
    }

    private static JsonElement Written(object value, JsonTypeInfo info)
    {
        try
        {
            return JsonSerializer.SerializeToElement(value, info);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            return default;
        }
    }
}
