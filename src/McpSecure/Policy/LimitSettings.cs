namespace McpSecure.Policy;

/// <summary>Each limit that can be set: what it may be, and where.</summary>
internal static class LimitSettings
{
    public static IReadOnlyList<LimitSetting> All { get; } =
    [
        new(nameof(LimitsOptions.CallsPerMinute), 1, LimitsOptions.MostCalls, limits => limits.CallsPerMinute),
        new(nameof(LimitsOptions.ConcurrentCalls), 1, LimitsOptions.MostCalls, limits => limits.ConcurrentCalls),
        new(nameof(LimitsOptions.ArgumentBytes), 1, LimitsOptions.MostBytes, limits => limits.ArgumentBytes),
        new(nameof(LimitsOptions.ArgumentDepth), 1, LimitsOptions.MostDepth, limits => limits.ArgumentDepth),
        new(nameof(LimitsOptions.ArgumentTextLength), 1, LimitsOptions.MostBytes, limits => limits.ArgumentTextLength),
        new(nameof(LimitsOptions.ArgumentItems), 1, LimitsOptions.MostBytes, limits => limits.ArgumentItems),
        new(nameof(LimitsOptions.ResultBytes), 1, LimitsOptions.MostBytes, limits => limits.ResultBytes),
        new(nameof(LimitsOptions.TimeoutSeconds), 1, LimitsOptions.MostSeconds, limits => limits.TimeoutSeconds),
        new(nameof(LimitsOptions.IdleTimeoutSeconds), 1, LimitsOptions.MostSeconds, limits => limits.IdleTimeoutSeconds),
        OfCaller(nameof(CallerLimitsOptions.SuspendedCalls), LimitsOptions.MostCalls, limits => limits.SuspendedCalls),
        OfCaller(nameof(CallerLimitsOptions.RefusalsPerMinute), LimitsOptions.MostCalls, limits => limits.RefusalsPerMinute),
        OfCaller(nameof(CallerLimitsOptions.CoolDownSeconds), LimitsOptions.MostSeconds, limits => limits.CoolDownSeconds),
        new(nameof(ServerLimitsOptions.LineBytes), 1024, LimitsOptions.MostBytes, limits => (limits as ServerLimitsOptions)?.LineBytes) { Layer = LimitLayer.Server },
    ];

    /// <summary>What of a set of limits lies out of bounds, and where.</summary>
    public static IEnumerable<string> Errors(LimitsOptions limits, string path) =>
        from setting in All
        let value = setting.Read(limits)
        where value < setting.Least || value > setting.Most
        select $"{path}:{setting.Name} is '{value}'; use {setting.Expected}.";

    private static LimitSetting OfCaller(string name, int most, Func<CallerLimitsOptions, int?> read) =>
        new(name, 1, most, limits => limits is CallerLimitsOptions ofCaller ? read(ofCaller) : null) { Layer = LimitLayer.Role };
}
