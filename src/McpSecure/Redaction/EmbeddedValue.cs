using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace McpSecure.Redaction;

/// <summary>A value in JSON that stands in a text: where it ends, and whether an object or a list has anything to hide.</summary>
/// <param name="json">The JSON.</param>
/// <param name="start">Where the value begins.</param>
[StructLayout(LayoutKind.Auto)]
internal ref struct EmbeddedValue(EmbeddedJson json, int start)
{
    private static readonly SearchValues<char> OfNumber = SearchValues.Create("0123456789.eE+-");

    private readonly EmbeddedJson _json = json;
    private readonly int _start = start;
    private int _at = start;
    private bool _isSchema;
    private bool _hasText;
    private bool _hasNumber;
    private bool _areNumbersOpen; // they count something
    private bool _isOpen; // all of it is what any schema says, or counts

    public readonly int Start => _start;

    /// <summary>Gets how a quote is written where it stands.</summary>
    public readonly string Quote => _json.Quote;

    /// <summary>Gets what it is; undefined if it is no JSON.</summary>
    public readonly JsonValueKind Kind => _start >= _json.Text.Length ? JsonValueKind.Undefined : _json.Text[_start] switch
    {
        '{' => JsonValueKind.Object,
        '[' => JsonValueKind.Array,
        '-' or (>= '0' and <= '9') => JsonValueKind.Number,
        't' => JsonValueKind.True,
        'f' => JsonValueKind.False,
        _ => _json.Opens(_start) ? JsonValueKind.String : JsonValueKind.Undefined,
    };

    /// <summary>What stands between the quotes of a text, unless it only stands for a secret.</summary>
    public readonly bool TryFill(out Credential found)
    {
        var text = _start + _json.Quote.Length;
        var end = _json.Close(text);
        found = new(text, text, end);
        return end > text && !Placeholders.Is(_json.Text[text..end]);
    }

    /// <summary>Where a number, <c>true</c> or <c>false</c> ends; where it begins, if it is a part of something else.</summary>
    public readonly int EndOfWord()
    {
        var rest = _json.Text[_start..];
        var length = Kind switch
        {
            JsonValueKind.True when rest.StartsWith("true", StringComparison.Ordinal) => 4,
            JsonValueKind.False when rest.StartsWith("false", StringComparison.Ordinal) => 5,
            JsonValueKind.Number => rest.IndexOfAnyExcept(OfNumber) is >= 0 and var end ? end : rest.Length,
            _ => 0,
        };
        return length == rest.Length || rest[length] is ',' or '}' or ']' or '\\' or '"' or ' ' or '\t' or '\r' or '\n' ? _start + length : _start;
    }

    /// <summary>Goes to the end of an object or list, or as far as it is JSON.</summary>
    /// <param name="name">The name that it has.</param>
    /// <param name="names">The names of secrets.</param>
    /// <param name="end">Where that is.</param>
    /// <returns>
    /// Whether it may be a secret. What holds nothing, what is a schema and says nothing but what any schema says, and numbers of tokens are none.
    /// </returns>
    public bool TryHide(ReadOnlySpan<char> name, SecretNames names, out int end)
    {
        _areNumbersOpen = !names.Cover(name, JsonValueKind.Number);
        var key = name;
        var depth = 0;
        _isOpen = true;
        while (_json.AfterBlanks(_at) is var at && at < _json.Text.Length)
        {
            _at = at;
            var character = _json.Text[at];
            if (character is '{' or '[')
            {
                depth++;
                _at++;
            }
            else if (character is '}' or ']')
            {
                key = default; // what comes next in a list has no name
                _at++;
                if (--depth == 0)
                {
                    break;
                }
            }
            else if (character is ',' or ':')
            {
                _at++;
            }
            else if (!TryText(ref key, names) && !TryWord(key))
            {
                break;
            }
        }

        end = _at;
        return !(_isOpen && (_isSchema || !(_hasText || (_hasNumber && !_areNumbersOpen))));
    }

    /// <summary>A text, which is the name of what comes next if there is a colon behind it.</summary>
    private bool TryText(ref ReadOnlySpan<char> key, SecretNames names)
    {
        if (!_json.Opens(_at))
        {
            return false;
        }

        var from = _at + _json.Quote.Length;
        var end = _json.Close(from);
        var text = _json.Text[from..end];
        _at = end == _json.Text.Length ? end : _json.AfterBlanks(end + _json.Quote.Length);
        if (_at < _json.Text.Length && _json.Text[_at] == ':')
        {
            key = text;
            _areNumbersOpen &= !names.Cover(key, JsonValueKind.Number);
        }
        else if (!text.IsEmpty && !Placeholders.Is(text))
        {
            _hasText = true;
            _isSchema |= key is "$ref" || (key is "type" && IsType(text));
            _isOpen &= key is "type" ? IsType(text) : IsSaidOfAny(key) || (key is "name" && names.Cover(text, JsonValueKind.String));
        }

        return true;
    }

    private bool TryWord(ReadOnlySpan<char> key)
    {
        if (_json.Text[_at..].StartsWith("null", StringComparison.Ordinal))
        {
            _at += 4;
            return true;
        }

        var value = new EmbeddedValue(_json, _at);
        var end = value.EndOfWord();
        if (end == _at)
        {
            return false;
        }

        if (value.Kind == JsonValueKind.Number)
        {
            _hasNumber = true;
            _isOpen &= IsBound(key) || _areNumbersOpen;
        }

        _at = end;
        return true;
    }

    /// <summary>Of JSON Schema, and of the security schemes of OpenAPI.</summary>
    private static bool IsType(ReadOnlySpan<char> text) =>
        text is "string" or "object" or "array" or "integer" or "number" or "boolean" or "null" or "http" or "apiKey";

    private static bool IsSaidOfAny(ReadOnlySpan<char> keyword) =>
        keyword is "title" or "description" or "format" or "pattern" or "required" or "$ref" or "$schema" or "$id" or "$comment" or "in" or "scheme" or "bearerFormat";

    private static bool IsBound(ReadOnlySpan<char> keyword) =>
        keyword is "minLength" or "maxLength" or "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "minItems" or "maxItems" or "multipleOf";
}
