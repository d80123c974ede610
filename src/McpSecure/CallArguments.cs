using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using McpSecure.Schemas;

namespace McpSecure;

/// <summary>The arguments of a call that every other check has let pass: names the tool declares, values that fit its schema. Read-only.</summary>
/// <remarks>
/// An argument that was not sent has the default its schema declares. Every method throws where it cannot answer, which refuses the call.
/// </remarks>
public readonly struct CallArguments
{
    private readonly IDictionary<string, JsonElement>? _sent;
    private readonly IReadOnlyDictionary<string, JsonElement>? _defaults;

    internal CallArguments(IDictionary<string, JsonElement> sent, IReadOnlyDictionary<string, JsonElement> defaults)
    {
        _sent = sent;
        _defaults = defaults;
    }

    /// <summary>Gets an argument, sent or by default.</summary>
    /// <param name="name">Its name; case-sensitive.</param>
    /// <param name="value">The value, which may be JSON's <c>null</c>.</param>
    /// <returns><see langword="false"/> if it was not sent and has no default.</returns>
    public bool TryGet(string name, out JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(name);
        value = default;
        return _sent?.TryGetValue(name, out value) == true || _defaults?.TryGetValue(name, out value) == true;
    }

    /// <summary>Gets a text.</summary>
    /// <param name="name">The name of the argument; case-sensitive.</param>
    /// <returns>The text; <see langword="null"/> for JSON's <c>null</c>.</returns>
    /// <exception cref="KeyNotFoundException">It was not sent and has no default.</exception>
    /// <exception cref="InvalidOperationException">It is no text.</exception>
    public string? GetString(string name) => Get(name).GetString();

    /// <summary>Gets a whole number.</summary>
    /// <param name="name">The name of the argument; case-sensitive.</param>
    /// <returns>The number.</returns>
    /// <exception cref="KeyNotFoundException">It was not sent and has no default.</exception>
    /// <exception cref="FormatException">It is written with a fraction or exponent, or is too large.</exception>
    /// <exception cref="InvalidOperationException">It is no number.</exception>
    public long GetInt64(string name) => Get(name).GetInt64();

    /// <summary>Gets a number.</summary>
    /// <param name="name">The name of the argument; case-sensitive.</param>
    /// <returns>The number, to 28 digits.</returns>
    /// <exception cref="KeyNotFoundException">It was not sent and has no default.</exception>
    /// <exception cref="FormatException">It is too large.</exception>
    /// <exception cref="InvalidOperationException">It is no number.</exception>
    public decimal GetDecimal(string name) => Get(name).GetDecimal();

    /// <summary>Gets a boolean.</summary>
    /// <param name="name">The name of the argument; case-sensitive.</param>
    /// <returns>The truth.</returns>
    /// <exception cref="KeyNotFoundException">It was not sent and has no default.</exception>
    /// <exception cref="InvalidOperationException">It is no boolean.</exception>
    public bool GetBoolean(string name) => Get(name).GetBoolean();

    /// <summary>Reads all arguments into an object. An argument that has nothing to give, for a property that is a plain value, makes it fail.</summary>
    internal bool TryRead<T>(JsonTypeInfo<T> type, [NotNullWhen(true)] out T? value)
        where T : notnull
    {
        value = default;
        var arguments = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in type.Properties.Where(ToolPredicate.IsRead))
        {
            if (TryGet(property.Name, out var argument))
            {
                arguments.Add(property.Name, argument);
            }
            else if (property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null)
            {
                return false;
            }
        }

        value = SchemaInstance.Of(arguments).Deserialize(type);
        return value is not null;
    }

    private JsonElement Get(string name) =>
        TryGet(name, out var value) ? value : throw new KeyNotFoundException($"The argument '{name}' was not sent and has no default.");
}
