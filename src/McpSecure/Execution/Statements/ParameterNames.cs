using System.Globalization;

namespace McpSecure.Execution.Statements;

/// <summary>The names of parameters: <c>@p0</c>, <c>@p1</c> and on.</summary>
internal static class ParameterNames
{
    private static readonly string[] First = [.. Enumerable.Range(0, 64).Select(Make)];

    public static string Of(int index) => index < First.Length ? First[index] : Make(index);

    private static string Make(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");
}
