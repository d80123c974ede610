using System.Globalization;
using McpSecure.Policy.Rules;

namespace McpSecure.Policy;

/// <summary>One limit: what it may be, and where it can be set.</summary>
internal sealed record LimitSetting(string Name, int Least, int Most, Func<LimitsOptions, int?> Read)
{
    /// <summary>Gets the outermost layer it belongs to; every layer beneath does not know it.</summary>
    public LimitLayer Layer { get; init; } = LimitLayer.Tool;

    public string Expected => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Least} to {Most}");

    public bool IsValid(string text) => RuleText.IsWithin(text, Least, Most);
}
