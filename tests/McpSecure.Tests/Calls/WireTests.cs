using McpSecure.Audit;
using McpSecure.Calls;

namespace McpSecure.Tests.Calls;

/// <summary>
/// Names on the wire and in records are a promise. A new member of an enum fails here until somebody decides what it is called.
/// </summary>
public sealed class WireTests
{
    [Fact]
    public void Refusal_codes_have_these_names() => AssertNames(
        Wire.NameOf,
        (RefusalCode.GuardFailed, "guard_failed"),
        (RefusalCode.InvalidRequest, "invalid_request"),
        (RefusalCode.MethodNotAllowed, "method_not_allowed"),
        (RefusalCode.NotFound, "not_found"),
        (RefusalCode.NotAllowed, "not_allowed"),
        (RefusalCode.ApprovalRequired, "approval_required"),
        (RefusalCode.InvalidArguments, "invalid_arguments"),
        (RefusalCode.InvalidUri, "invalid_uri"),
        (RefusalCode.InvalidRequestState, "invalid_request_state"),
        (RefusalCode.NotValidated, "not_validated"),
        (RefusalCode.InvalidResult, "invalid_result"),
        (RefusalCode.InvalidAnswer, "invalid_answer"),
        (RefusalCode.PathRefused, "path_refused"),
        (RefusalCode.CommandRefused, "command_refused"),
        (RefusalCode.SqlRefused, "sql_refused"),
        (RefusalCode.EgressRefused, "egress_refused"),
        (RefusalCode.RateLimited, "rate_limited"),
        (RefusalCode.TooManyConcurrent, "too_many_concurrent"),
        (RefusalCode.ApprovalDeclined, "approval_declined"),
        (RefusalCode.TooManySuspended, "too_many_suspended"),
        (RefusalCode.TimedOut, "timed_out"),
        (RefusalCode.MessageTooLarge, "message_too_large"),
        (RefusalCode.ArgumentsTooLarge, "arguments_too_large"),
        (RefusalCode.ResultTooLarge, "result_too_large"),
        (RefusalCode.AuditFailed, "audit_failed"));

    [Fact]
    public void Retries_have_these_names() => AssertNames(
        Wire.NameOf, (Retry.Never, "never"), (Retry.AfterFix, "after_fix"), (Retry.Later, "later"));

    [Fact]
    public void Kinds_have_these_names() => AssertNames(
        Wire.NameOf,
        (PrimitiveKind.None, "none"),
        (PrimitiveKind.Tool, "tool"),
        (PrimitiveKind.Prompt, "prompt"),
        (PrimitiveKind.Resource, "resource"),
        (PrimitiveKind.ResourceTemplate, "resource template"),
        (PrimitiveKind.Subscription, "subscription"),
        (PrimitiveKind.Completion, "completion"));

    [Fact]
    public void Accesses_have_the_names_they_have_in_configuration() => AssertNames(
        Wire.NameOf, (Access.Deny, "Deny"), (Access.Ask, "Ask"), (Access.Allow, "Allow"));

    [Fact]
    public void Outcomes_have_these_names() => AssertNames(
        AuditNames.NameOf,
        (CallOutcome.Failed, "failed"),
        (CallOutcome.Completed, "completed"),
        (CallOutcome.ToolError, "tool_error"),
        (CallOutcome.Refused, "refused"),
        (CallOutcome.Cancelled, "cancelled"),
        (CallOutcome.Suspended, "suspended"),
        (CallOutcome.Bypassed, "bypassed"),
        (CallOutcome.Rejected, "rejected"),
        (CallOutcome.Withheld, "withheld"));

    /// <summary>A value that no table names gets the name of the strictest one, not an exception in the middle of a refusal.</summary>
    [Fact]
    public void A_value_outside_the_enum_has_the_strictest_name()
    {
        Assert.Equal("guard_failed", Wire.NameOf((RefusalCode)99));
        Assert.Equal("never", Wire.NameOf((Retry)99));
        Assert.Equal("none", Wire.NameOf((PrimitiveKind)99));
        Assert.Equal("Deny", Wire.NameOf((Access)99));
        Assert.Equal("failed", AuditNames.NameOf((CallOutcome)99));
    }

    [Fact]
    public void The_default_of_everything_that_decides_is_no()
    {
        Assert.Equal(Access.Deny, default);
        Assert.Equal(Access.Deny, default(AccessExplanation).Access);
        Assert.Equal(VerdictKind.Refuse, default(Verdict).Kind);
        Assert.Equal(RefusalCode.GuardFailed, default);
        Assert.Equal(Retry.Never, default);
        Assert.Equal(CallOutcome.Failed, default);
        Assert.Equal(SecurityMode.Enforce, default);
        Assert.Equal(RefusalStyle.Hide, default);
        Assert.Equal(UnknownNames.Refuse, default);
    }

    private static void AssertNames<T>(Func<T, string> nameOf, params (T Value, string Name)[] table)
        where T : struct, Enum
    {
        Assert.Equal(Enum.GetValues<T>().Order(), table.Select(row => row.Value).Order());
        Assert.All(table, row => Assert.Equal(row.Name, nameOf(row.Value)));
        Assert.Distinct(table.Select(row => row.Name));
    }
}
