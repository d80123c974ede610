using System.Text;
using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Policy;
using McpSecure.Schemas;

namespace McpSecure.Arguments;

/// <summary>Says what is wrong with arguments so that a model can mend all of it at once.</summary>
/// <remarks>
/// Nothing of what was sent is repeated but the names of fields, and of those only plain ones: a value may be a secret, and a name a sentence
/// for whoever reads the error.
/// </remarks>
internal static class ArgumentErrors
{
    private const int MaxNameLength = 64;
    private const int MaxPointerLength = 256;
    private const int MaxSentenceLength = 320;
    private const int MaxNames = 20;
    private const string Unknown = "unknown field";
    private const string StandIn = "(unprintable name, ";

    /// <summary>The refusal that lists them.</summary>
    public static Refusal Refusal(Call call, IReadOnlyList<SchemaError> errors, bool isCut, DeclaredNames names)
    {
        var count = errors.Count == 1 ? "1 problem" : isCut ? $"{errors.Count} problems or more" : $"{errors.Count} problems";
        var arguments = GuardedArguments.Bare(call.Arguments);
        var text = new StringBuilder($"Arguments for '{Echo.Of(call.Name)}' were rejected ({count}). Fix ");
        text.Append(errors.Count == 1 ? "it" : "them").Append(" and call again.");
        foreach (var error in errors)
        {
            text.Append("\n- ").Append(Line(error, names, arguments));
        }

        return new(RefusalCode.InvalidArguments, text.ToString(), Retry.AfterFix);
    }

    /// <summary>One problem on one line.</summary>
    public static string Line(SchemaError error, DeclaredNames names, IDictionary<string, JsonElement>? arguments = null)
    {
        var place = error.InstancePath.Length == 0 ? "arguments" : Place(error.InstancePath, names);
        var sentence = IsUnknownField(error) ? OfUnknown(error, names, arguments) : OfOther(error);
        return error.Keyword.Length == 0 ? $"{place}: {sentence}" : $"{place}: {sentence} [{Echo.Of(error.Keyword, MaxNameLength)}]";
    }

    /// <summary>Whether an error says that the schema has no such field.</summary>
    public static bool IsUnknownField(SchemaError error) =>
        error.Keyword is "additionalProperties" or "unevaluatedProperties" && error.InstancePath.Length > 0 && error.Actual.Length == 0;

    private static string OfOther(SchemaError error)
    {
        if (error.Keyword is "required")
        {
            return $"missing; expected {Echo.Of(error.Expected, MaxSentenceLength)}";
        }

        var expected = error.Expected.Length == 0 ? "not allowed" : Echo.Of(error.Expected, MaxSentenceLength);
        if (error.Keyword is "propertyNames")
        {
            return $"expected {expected}";
        }

        return error.Actual.Length == 0 ? expected : $"expected {expected}, got {Echo.Of(error.Actual, MaxNameLength)}";
    }

    private static string OfUnknown(SchemaError error, DeclaredNames names, IDictionary<string, JsonElement>? arguments)
    {
        // Where the name itself is declared, it is for another alternative than the one that was meant.
        var name = JsonPointers.Last(error.InstancePath);
        var allowed = Array.FindAll(names.At(JsonPointers.Parent(error.InstancePath), arguments), declared => !string.Equals(declared, name, StringComparison.Ordinal));
        if (allowed.Length == 0)
        {
            return names.IsComplete ? $"{Unknown}; none is allowed here" : Unknown;
        }

        var nearest = Suggestion.Nearest(name, allowed);
        var question = nearest is null ? string.Empty : $" did you mean '{Echo.Of(nearest, MaxNameLength)}'?";
        var shown = string.Join(", ", allowed.Take(MaxNames).Select(name => Echo.Of(name, MaxNameLength)));
        var rest = allowed.Length > MaxNames ? $" and {allowed.Length - MaxNames} more" : string.Empty;
        return $"{Unknown};{question} allowed: {Echo.Of(shown, MaxSentenceLength)}{rest}";
    }

    private static string Place(string pointer, DeclaredNames names)
    {
        var shown = new StringBuilder();
        var parent = string.Empty;
        foreach (var part in JsonPointers.Parts(pointer))
        {
            shown.Append('/').Append(IsPlain(part) ? part : OfOddName(part, names.At(parent)));
            parent = $"{parent}/{JsonPointers.Escaped(part)}";
            if (shown.Length > MaxPointerLength)
            {
                return $"{shown.ToString(0, MaxPointerLength)}…";
            }
        }

        return shown.ToString();
    }

    /// <summary>A name that the schema declares is the author's; any other is the client's.</summary>
    private static string OfOddName(string name, string[] declared) =>
        declared.Contains(name, StringComparer.Ordinal) ? JsonPointers.Escaped(Echo.Of(name, MaxNameLength))
        : IsStandIn(name) ? name // by the engine
        : Unprintable(name);

    private static bool IsStandIn(string name) =>
        name.StartsWith(StandIn, StringComparison.Ordinal)
        && name.EndsWith(" chars)", StringComparison.Ordinal)
        && name[StandIn.Length..^" chars)".Length].All(char.IsAsciiDigit);

    /// <summary>Stands for a name that is not <see cref="IsPlain"/>.</summary>
    public static string Unprintable(string name) => $"{StandIn}{name.Length} chars)";

    /// <summary>Whether a name can be repeated: too short and too plain for a sentence.</summary>
    public static bool IsPlain(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && (name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-') || IsKeyword(name));

    /// <summary>Whether it is a name as the serializer has them, such as <c>$type</c>.</summary>
    private static bool IsKeyword(string name) => name.Length > 1 && name[0] == '$' && name.Skip(1).All(char.IsAsciiLetter);
}
