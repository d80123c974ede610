using System.Globalization;
using McpSecure.Calls;

namespace McpSecure.Limits;

/// <summary>What a caller is told whose arguments are too large. Which argument, which limit, and never what it says.</summary>
internal static class SizeRefusals
{
    public static Refusal Bytes(string largest, int limit) =>
        Of($"The arguments are larger than {limit} bytes as JSON, most of all '{Echo.Of(largest)}'. Send less at once.");

    public static Refusal Count(int limit) => Of($"There are more than {limit} arguments. Send fewer.");

    public static Refusal Depth(string name, int limit) =>
        Of($"The argument '{Echo.Of(name)}' is nested deeper than {limit} {(limit == 1 ? "level" : "levels")}. Send it flatter.");

    public static Refusal Text(string name, int limit) =>
        Of($"A text in the argument '{Echo.Of(name)}', or a name, is longer than {limit} characters. Send a shorter one.");

    public static Refusal Items(string name, int limit) =>
        Of($"A list or an object in the argument '{Echo.Of(name)}' has more than {limit} entries. Send fewer at once.");

    private static Refusal Of(FormattableString message) =>
        new(RefusalCode.ArgumentsTooLarge, message.ToString(CultureInfo.InvariantCulture), Retry.AfterFix);
}
