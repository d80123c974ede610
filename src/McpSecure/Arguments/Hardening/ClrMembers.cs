using System.Text;
using System.Text.Json;

namespace McpSecure.Arguments.Hardening;

/// <summary>The members of an object, found by the name as it stands in JSON without making a string of it.</summary>
internal sealed class ClrMembers
{
    private const int StackLimit = 128;

    private readonly Dictionary<string, ClrShape> _members;
    private readonly Dictionary<string, ClrShape>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private readonly HashSet<string> _exact = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _exactLookup;

    public ClrMembers(bool isCaseInsensitive)
    {
        _members = new(isCaseInsensitive ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        _exactLookup = _exact.GetAlternateLookup<ReadOnlySpan<char>>();
        _lookup = _members.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Adds a member. Two types that share a name and read it differently leave it unknown.</summary>
    public void Add(string name, ClrShape shape)
    {
        _exact.Add(name);
        if (!_members.TryAdd(name, shape) && !ReferenceEquals(_members[name], shape))
        {
            _members[name] = ClrShape.Unknown;
        }
    }

    /// <summary>The member that a name is read as, if it differs from it in case; <see langword="null"/> if it is the member's, or none is.</summary>
    public string? VariantOf(string name) =>
        _exact.Contains(name) || !_members.ContainsKey(name) ? null : _exact.First(member => string.Equals(member, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a member of the JSON object has such a name.</summary>
    /// <param name="property">A member of the JSON object.</param>
    /// <param name="raw">Its name as sent.</param>
    public bool IsVariant(JsonProperty property, ReadOnlySpan<byte> raw)
    {
        if (raw.Length > StackLimit || raw.Contains((byte)'\\'))
        {
            return NameOf(property) is { } text && VariantOf(text) is not null;
        }

        Span<char> name = stackalloc char[StackLimit];
        name = name[..Encoding.UTF8.GetChars(raw, name)];
        return _lookup.ContainsKey(name) && !_exactLookup.Contains(name);
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
