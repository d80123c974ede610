using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace McpSecure.Arguments;

/// <summary>
/// The keys of one JSON object, compared ignoring case as the SDK's binder does. While they are few and plain their places are remembered
/// and nothing is allocated; a large object or an escaped key moves them into a set, so that no object makes the search quadratic.
/// </summary>
internal ref struct KeySet(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private Places _places;
    private int _count;
    private HashSet<string>? _set;

    /// <summary>Adds the property name the reader stands on. <see langword="false"/> if it was there, or is no text.</summary>
    public bool Add(ref Utf8JsonReader reader)
    {
        if (_set is null && (_count == Places.Capacity || reader.ValueIsEscaped || !Ascii.IsValid(reader.ValueSpan)))
        {
            MoveToSet();
        }

        if (_set is not null)
        {
            return TextOf(ref reader) is { } key && _set.Add(key);
        }

        for (var index = 0; index < _count; index++)
        {
            if (Ascii.EqualsIgnoreCase(KeyAt(index), reader.ValueSpan))
            {
                return false;
            }
        }

        // The token starts at the quotation mark.
        _places[_count++] = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        return true;
    }

    /// <summary>The property name as text; <see langword="null"/> if it is none, because an escape in it is half of a character.</summary>
    public static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void MoveToSet()
    {
        _set = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < _count; index++)
        {
            _set.Add(Encoding.ASCII.GetString(KeyAt(index)));
        }
    }

    private readonly ReadOnlySpan<byte> KeyAt(int index) => _json.Slice(_places[index].Start, _places[index].Length);

    [InlineArray(Capacity)]
    private struct Places
    {
        public const int Capacity = 16;

        private (int Start, int Length) _first;
    }
}
