using System.Text;
using System.Text.Json;

namespace McpSecure.Arguments.Hardening;

/// <summary>The members of an object, found by the name as it stands in JSON without making a string of it.</summary>
internal sealed class ClrMembers
{
    private const int StackLimit = 128;

    private readonly Dictionary<string, ClrShape> _members;
    private readonly Dictionary<string, ClrShape>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public ClrMembers(bool isCaseInsensitive)
    {
        _members = new(isCaseInsensitive ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        _lookup = _members.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Adds a member. Two types that share a name and read it differently leave it unknown.</summary>
    public void Add(string name, ClrShape shape)
    {
        if (!_members.TryAdd(name, shape) && !ReferenceEquals(_members[name], shape))
        {
            _members[name] = ClrShape.Unknown;
        }
    }

    public ClrShape Of(string name) => _members.GetValueOrDefault(name) ?? ClrShape.Unknown;

    /// <param name="property">A member of the JSON object.</param>
    /// <param name="raw">Its name as sent.</param>
    public ClrShape Of(JsonProperty property, ReadOnlySpan<byte> raw)
    {
        if (raw.Length > StackLimit || raw.Contains((byte)'\\'))
        {
            return Of(NameOf(property) ?? string.Empty);
        }

        Span<char> name = stackalloc char[StackLimit];
        var length = Encoding.UTF8.GetChars(raw, name);
        return _lookup.TryGetValue(name[..length], out var shape) ? shape : ClrShape.Unknown;
    }

    /// <summary>The name as text; <see langword="null"/> if an escape in it is half of a character.</summary>
    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
