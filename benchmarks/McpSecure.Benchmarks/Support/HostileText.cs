using System.Globalization;

namespace McpSecure.Benchmarks.Support;

/// <summary>Short ways to write long JSON.</summary>
internal static class HostileText
{
    /// <summary>An object with one member.</summary>
    public static string One(string name, string value) => "{\"" + name + "\":" + value + "}";

    /// <summary>An object with two members.</summary>
    public static string Two(string name, string value, string otherName, string otherValue) => "{\"" + name + "\":" + value + ",\"" + otherName + "\":" + otherValue + "}";

    /// <summary>An object with many members, by default called <c>k0</c>, <c>k1</c> and so on, which are 1.</summary>
    public static string Object(int count, Func<int, string>? value = null, Func<int, string>? name = null) =>
        "{" + Join(count, index => $"\"{name?.Invoke(index) ?? $"k{index}"}\":{value?.Invoke(index) ?? "1"}") + "}";

    /// <summary>An array of many items, by default 0, 1 and so on.</summary>
    public static string Array(int count, Func<int, string>? item = null) =>
        "[" + Join(count, item ?? (index => index.ToString(CultureInfo.InvariantCulture))) + "]";

    public static string Quoted(string text) => "\"" + text + "\"";

    /// <summary>A string that repeats a part.</summary>
    public static string Text(string part, int times) => Quoted(Repeated(part, times));

    public static string Repeated(string part, int times) => string.Concat(Enumerable.Repeat(part, times));

    /// <summary>A name of a member that begins, ends and is as long as others.</summary>
    public static string Alike(int index) => $"aaaaaaaa{index:D6}aaaaaaaa";

    /// <summary>A schema in which each of many definitions refers to the next one, written by <paramref name="step"/>.</summary>
    public static string Chain(int length, Func<string, string> step, string last) =>
        "{\"$ref\":\"#/$defs/k0\",\"$defs\":" + Object(length + 1, level => level == length ? last : step(One("$ref", Quoted($"#/$defs/k{level + 1}")))) + "}";

    /// <summary>As many ways as two to the power of the levels.</summary>
    public static string Doubling(string keyword, int levels, string last) => Chain(levels, next => One(keyword, $"[{next},{next}]"), last);

    private static string Join(int count, Func<int, string> part) => string.Join(',', Enumerable.Range(0, count).Select(part));
}
