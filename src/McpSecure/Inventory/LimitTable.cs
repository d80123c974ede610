using McpSecure.Policy;

namespace McpSecure.Inventory;

/// <summary>The limits that are set on one layer, by name.</summary>
internal static class LimitTable
{
    public static IReadOnlyDictionary<string, int> Empty { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, int> Of(LimitsOptions limits) => new SortedDictionary<string, int>(
        LimitSettings.All.Select(setting => (setting.Name, Value: setting.Read(limits))).Where(limit => limit.Value is not null).ToDictionary(limit => limit.Name, limit => limit.Value!.Value, StringComparer.Ordinal),
        StringComparer.Ordinal);
}
