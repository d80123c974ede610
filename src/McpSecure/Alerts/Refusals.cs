namespace McpSecure.Alerts;

/// <summary>Whom a refusal says something about.</summary>
internal static class Refusals
{
    /// <summary>
    /// Whether it is the caller: he asked for what is not for him. Not what the limits refuse, which has a rule of its own, and not what waits for a person.
    /// </summary>
    public static bool AreOfCaller(RefusalCode code) => code switch
    {
        RefusalCode.RateLimited or RefusalCode.TooManyConcurrent or RefusalCode.TooManySuspended or RefusalCode.ApprovalRequired => false,
        _ => !AreOfServer(code),
    };

    /// <summary>Whether it is this side: a guard, a tool or its result is broken.</summary>
    public static bool AreOfServer(RefusalCode code) => code is RefusalCode.GuardFailed or RefusalCode.NotValidated or RefusalCode.InvalidResult
        or RefusalCode.ResultTooLarge or RefusalCode.TimedOut or RefusalCode.AuditFailed;
}
