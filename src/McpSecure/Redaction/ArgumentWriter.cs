using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace McpSecure.Redaction;

/// <summary>Writes JSON without its secrets.</summary>
internal ref struct ArgumentWriter(Redactor redactor, RedactionStyle style)
{
    /// <summary>Levels that are written; the arguments are the first. Whoever reads a record by the defaults of .NET gets 64.</summary>
    public const int MaximumDepth = 60;

    /// <summary>Bytes of UTF-8 after which the rest is left out. What is begun is closed, so that a little more is written.</summary>
    public const int MaximumBytes = 256 * 1024;

    /// <summary>Deeper than any JSON that was read; the stack has room for more.</summary>
    private const int MaximumDepthOfWhole = 1000;

    private const int FirstSize = 1024;
    private const int LongestNumber = 256;
    private const int Step = 1024;

    private JsonBytes _json = new(FirstSize);
    private bool _isWithin;
    private bool _isPair;

    public readonly ReadOnlySpan<byte> Written => _json.Written;

    /// <summary>Gets how many secrets were replaced.</summary>
    public int Redactions { get; private set; }

    private readonly bool IsWhole => style is RedactionStyle.Texts or RedactionStyle.Values;

    private readonly bool IsFull => !IsWhole && _json.Length >= MaximumBytes;

    private readonly int Deepest => IsWhole ? MaximumDepthOfWhole : MaximumDepth;

    public readonly void Return() => _json.Return();

    public void Arguments(IDictionary<string, JsonElement>? arguments, RedactionPlace place)
    {
        _json.Raw("{"u8);
        var written = 0;
        _isPair = arguments is not null && NamedPairs.IsSecret(arguments, redactor.Names);
        if (arguments is Dictionary<string, JsonElement> plain)
        {
            foreach (var (name, value) in plain) // without an enumerator on the heap
            {
                if (!TryMember(name, value, place, 1, plain.Count - written, ref written))
                {
                    break;
                }
            }
        }
        else if (arguments is not null)
        {
            foreach (var (name, value) in arguments)
            {
                if (!TryMember(name, value, place, 1, arguments.Count - written, ref written))
                {
                    break;
                }
            }
        }

        _json.Raw("}"u8);
    }

    /// <summary>Any value.</summary>
    public void Value(JsonElement value) => Value(value, default, default, depth: 0);

    private bool TryMember(ReadOnlySpan<char> name, JsonElement value, RedactionPlace place, int depth, int left, ref int written)
    {
        if (written++ > 0)
        {
            _json.Raw(","u8);
        }

        if (IsFull)
        {
            _json.Raw("\"[left out]\":"u8);
            _json.Number(left);
            return false;
        }

        _json.Raw("\""u8);
        Text(name);
        _json.Raw("\":"u8);
        Value(value, name, _isPair && NamedPairs.IsValue(name) ? RedactionPlace.Secret : place.Member(name), depth);
        return true;
    }

    private void Value(JsonElement value, ReadOnlySpan<char> name, RedactionPlace place, int depth)
    {
        if (!_isWithin && !place.Covers(value.ValueKind) && !redactor.Names.Cover(name, value.ValueKind))
        {
            Plain(value, place, depth);
        }
        else if (style == RedactionStyle.Texts && value.ValueKind != JsonValueKind.String)
        {
            Within(value, depth);
        }
        else
        {
            Secret(value);
        }
    }

    /// <summary>All texts beneath a secret are secrets.</summary>
    private void Within(JsonElement value, int depth)
    {
        var before = _isWithin;
        _isWithin = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        Plain(value, default, depth);
        _isWithin = before;
    }

    private void Plain(JsonElement value, RedactionPlace place, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth >= Deepest:
                _json.Raw("\"[too deep]\""u8);
                break;
            case JsonValueKind.Object:
                Object(value, place, depth + 1);
                break;
            case JsonValueKind.Array:
                List(value, place.Element(), depth + 1);
                break;
            case JsonValueKind.String:
                String(value);
                break;
            case JsonValueKind.Number:
                Number(value);
                break;
            default:
                _json.Raw(value.ValueKind switch { JsonValueKind.True => "true"u8, JsonValueKind.False => "false"u8, _ => "null"u8 });
                break;
        }
    }

    private void Object(JsonElement value, RedactionPlace place, int depth)
    {
        _json.Raw("{"u8);
        var (written, before) = (0, _isPair);
        var isPair = !_isWithin && NamedPairs.IsSecret(value, redactor.Names);
        foreach (var member in value.EnumerateObject())
        {
            _isPair = isPair;
            var name = JsonChars.NameOf(member);
            var goesOn = TryMember(name.Text, member.Value, place, depth, IsFull ? value.GetPropertyCount() - written : 0, ref written);
            name.Return();
            if (!goesOn)
            {
                break;
            }
        }

        _isPair = before;
        _json.Raw("}"u8);
    }

    private void List(JsonElement value, RedactionPlace place, int depth)
    {
        _json.Raw("["u8);
        var written = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (written++ > 0)
            {
                _json.Raw(","u8);
            }

            if (IsFull)
            {
                _json.Raw("\"[left out: "u8);
                _json.Number(value.GetArrayLength() - written + 1);
                _json.Raw("]\""u8);
                break;
            }

            Element(element, place, depth);
        }

        _json.Raw("]"u8);
    }

    private void Element(JsonElement element, RedactionPlace place, int depth)
    {
        if (_isWithin || depth >= Deepest || place.Covers(element.ValueKind) || !NamedPairs.IsSecretOfList(element, redactor.Names))
        {
            Value(element, default, place, depth);
            return;
        }

        _json.Raw("["u8);
        String(element[0]);
        _json.Raw(","u8);
        Secret(element[1]);
        _json.Raw("]"u8);
    }

    private void String(JsonElement value)
    {
        var chars = JsonChars.Of(value);
        _json.Raw("\""u8);
        Text(chars.Text);
        _json.Raw("\""u8);
        chars.Return();
    }

    /// <summary>As it was sent: no digit is lost. The number of a card is written as a text.</summary>
    private void Number(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (style == RedactionStyle.Texts || raw.Length > LongestNumber)
        {
            _json.Raw(IsWhole ? raw : "\"[left out]\""u8);
            return;
        }

        Span<char> room = stackalloc char[LongestNumber];
        var digits = room[..Encoding.UTF8.GetChars(raw, room)];
        if (new CredentialScan(digits, redactor.Names).TryNext(out _))
        {
            Secret(value);
        }
        else
        {
            _json.Raw(raw);
        }
    }

    private void Secret(JsonElement value)
    {
        _json.Raw("\""u8);
        if (value.ValueKind == JsonValueKind.String)
        {
            var chars = JsonChars.Of(value);
            Replaced(chars.Text);
            chars.Return();
        }
        else
        {
            Replaced(value.ValueKind == JsonValueKind.Number ? value.GetRawText() : default);
        }

        _json.Raw("\""u8);
    }

    /// <summary>What stands for a secret; the mask where there is no text to look for.</summary>
    private void Replaced(ReadOnlySpan<char> secret)
    {
        Redactions++;
        _json.Text(style != RedactionStyle.Hashes || secret.IsEmpty ? Redactor.Mask : redactor.HashOf(secret));
    }

    /// <summary>A text between its quotes, credentials replaced wherever they stand, and what comes after the bound left out.</summary>
    private void Text(ReadOnlySpan<char> text)
    {
        var scan = new CredentialScan(text, redactor.Names);
        var rest = 0;
        while (!IsFull && scan.TryNext(out var found))
        {
            rest += Part(text[rest..found.Secret]);
            if (rest == found.Secret)
            {
                _json.Text(found.Quote);
                Replaced(text[found.Secret..found.End]);
                _json.Text(found.Quote);
                rest = found.End;
            }
        }

        rest += Part(text[rest..]);
        if (rest < text.Length)
        {
            _json.Raw("[left out: "u8);
            _json.Number(text.Length - rest);
            _json.Raw("]"u8);
        }
    }

    /// <summary>Writes as much of a text as there is room for; gives how much that was.</summary>
    private int Part(ReadOnlySpan<char> text)
    {
        var written = 0;
        while (written < text.Length && !IsFull)
        {
            var step = text[written..Math.Min(text.Length, written + Step)];
            _json.Text(step);
            written += step.Length;
        }

        return written;
    }
}
