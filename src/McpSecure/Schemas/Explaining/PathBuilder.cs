using System.Buffers;
using System.Globalization;

namespace McpSecure.Schemas.Explaining;

/// <summary>The JSON Pointer of the value that is looked at, in a buffer that is given back.</summary>
internal sealed class PathBuilder : IDisposable
{
    private const int LongestName = 64;

    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private char[] _buffer = ArrayPool<char>.Shared.Rent(256);
    private int _length;

    /// <summary>A name of the sender's, fit to be shown: he chose it, and somebody will read it.</summary>
    public static string Safe(string name) => name.Length is > 0 and <= LongestName && (!name.AsSpan().ContainsAnyExcept(Plain) || IsKeyword(name))
        ? name
        : string.Create(CultureInfo.InvariantCulture, $"(unprintable name, {name.Length} chars)");

    // The serializer's own names, such as "$type".
    private static bool IsKeyword(string name) => name.Length > 1 && name[0] == '$' && name.AsSpan(1).ContainsAnyExcept(Letters) is false;

    /// <summary>Goes to a member. <see cref="Leave"/> takes what it returns.</summary>
    public int Enter(ReadOnlySpan<char> name)
    {
        var before = _length;
        Append('/');
        if (!name.ContainsAny('~', '/') && _length + name.Length <= _buffer.Length)
        {
            name.CopyTo(_buffer.AsSpan(_length));
            _length += name.Length;
            return before;
        }

        foreach (var sign in name)
        {
            if (sign is '~' or '/')
            {
                Append('~');
                Append(sign == '~' ? '0' : '1');
            }
            else
            {
                Append(sign);
            }
        }

        return before;
    }

    public int Enter(int index)
    {
        Span<char> digits = stackalloc char[11];
        index.TryFormat(digits, out var count, provider: CultureInfo.InvariantCulture);
        return Enter(digits[..count]);
    }

    public void Leave(int before) => _length = before;

    public override string ToString() => new(_buffer, 0, _length);

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Append(char sign)
    {
        if (_length == _buffer.Length)
        {
            var larger = ArrayPool<char>.Shared.Rent(_length * 2);
            _buffer.CopyTo(larger, 0);
            ArrayPool<char>.Shared.Return(_buffer);
            _buffer = larger;
        }

        _buffer[_length++] = sign;
    }
}
