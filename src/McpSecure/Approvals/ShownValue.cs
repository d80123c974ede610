using System.Text.Json;
using McpSecure.Redaction;

namespace McpSecure.Approvals;

/// <summary>One value as a person reads it: set apart, cut visibly, secrets masked.</summary>
/// <param name="Text">The text, which has no line break.</param>
/// <param name="IsCut">Whether something of it is left out.</param>
internal readonly record struct ShownValue(string Text, bool IsCut)
{
    private const string BareMask = "•••";

    /// <summary>A text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">The characters that are shown of it at most.</param>
    public static ShownValue Of(string text, int limit) => Apart(new ShownText(limit).Text(text), "\"");

    /// <summary>A text that has a name.</summary>
    public static ShownValue OfNamed(string text, string name, SecretView secrets, int limit) =>
        secrets.Covers(name, JsonValueKind.String) ? new(ShownText.Mask(text.Length), IsCut: false) : Of(text, limit);

    /// <summary>Any value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name it has.</param>
    /// <param name="secrets">What is said of its place.</param>
    /// <param name="limit">The characters that are shown of it at most.</param>
    public static ShownValue Of(JsonElement value, string name, SecretView secrets, int limit)
    {
        if (MaskOf(value, name, secrets) is { } mask)
        {
            return new(mask, IsCut: false);
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return Of(JsonStrings.Of(value), limit);
        }

        var shown = new ShownText(limit);
        Write(shown, value, secrets);
        return Apart(shown, string.Empty);
    }

    /// <summary>What stands for a secret; <see langword="null"/> if it is none.</summary>
    public static string? MaskOf(JsonElement value, string name, SecretView secrets) =>
        !secrets.Covers(name, value.ValueKind) ? null
        : value.ValueKind == JsonValueKind.String ? ShownText.Mask(JsonStrings.Of(value).Length)
        : BareMask;

    private static ShownValue Apart(ShownText shown, string quote) => shown.IsCut
        ? new($"`{quote}{shown}{quote}` (cut: {ShownText.Count(shown.LeftOut)} more characters)", IsCut: true)
        : new($"`{quote}{shown}{quote}`", IsCut: false);

    private static void Write(ShownText shown, JsonElement value, SecretView secrets)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(shown, value, secrets);
                break;
            case JsonValueKind.Array:
                WriteArray(shown, value, secrets);
                break;
            case JsonValueKind.String:
                shown.Plain("\"").Text(JsonStrings.Of(value)).Plain("\"");
                break;
            case JsonValueKind.Number:
                shown.Text(value.GetRawText()); // digit by digit: one of a thousand digits would be left out whole
                break;
            default:
                shown.Plain(value.GetRawText());
                break;
        }
    }

    /// <summary>The members in ordinal order, so that a call has one text whatever order they were sent in.</summary>
    private static void WriteObject(ShownText shown, JsonElement value, SecretView secrets)
    {
        shown.Plain("{");
        var separator = string.Empty;
        var members = value.EnumerateObject().Select(member => KeyValuePair.Create(JsonStrings.NameOf(member), member.Value));
        foreach (var (name, member) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            var inner = secrets.Member(name);
            shown.Plain(separator).Plain("\"").Text(name).Plain("\":");
            separator = ",";
            if (!shown.IsCut && MaskOf(member, name, inner) is { } mask) // what is left out needs none
            {
                shown.Masked(mask, Length(member));
            }
            else
            {
                Write(shown, member, inner);
            }
        }

        shown.Plain("}");
    }

    private static void WriteArray(ShownText shown, JsonElement value, SecretView secrets)
    {
        shown.Plain("[");
        var inner = secrets.Element();
        var separator = string.Empty;
        foreach (var element in value.EnumerateArray())
        {
            shown.Plain(separator);
            separator = ",";
            if (MaskOf(element, string.Empty, inner) is { } mask)
            {
                shown.Masked(mask, Length(element));
            }
            else
            {
                Write(shown, element, inner);
            }
        }

        shown.Plain("]");
    }

    /// <summary>How many characters a value has, however it was written.</summary>
    private static int Length(JsonElement value)
    {
        var counted = new ShownText(0);
        Write(counted, value, new SecretView(SecretNames.Default, default));
        return counted.LeftOut;
    }
}
