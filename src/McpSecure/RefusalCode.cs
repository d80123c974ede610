namespace McpSecure;

/// <summary>Why a request was refused. On the wire and in records the name is written in snake_case.</summary>
/// <remarks>The list is closed and its names are stable: clients, alerts and dashboards may rely on them.</remarks>
public enum RefusalCode
{
    /// <summary>A guard refused without saying why, or failed. A defect: the request did not run.</summary>
    GuardFailed = 0,

    /// <summary>The message has no usable shape: no <c>params</c>, a name or argument given twice or in two cases.</summary>
    InvalidRequest = 1,

    /// <summary>The method is not one this server offers to clients.</summary>
    MethodNotAllowed = 2,

    /// <summary>Nothing of that name exists, or it is hidden from this caller. Never told apart on the wire.</summary>
    NotFound = 3,

    /// <summary>The caller may not use it. Told only when <see cref="McpSecurityOptions.Refusals"/> is <see cref="RefusalStyle.Explain"/>.</summary>
    NotAllowed = 4,

    /// <summary>A person has to agree first, and could not be asked.</summary>
    ApprovalRequired = 5,

    /// <summary>The arguments do not fit what the tool or prompt declares, or break a rule of the operator or of the application's code.</summary>
    InvalidArguments = 6,

    /// <summary>The resource URI could mean something else to the code that opens it.</summary>
    InvalidUri = 7,

    /// <summary>
    /// The request brings back state, or answers, that this server did not give or ask for, or for another call or caller, or that were used before or
    /// came too late.
    /// </summary>
    InvalidRequestState = 8,

    /// <summary>The tool did not run: it has no schema to check its arguments against, or one that cannot be enforced. The operator's business.</summary>
    NotValidated = 9,

    /// <summary>The tool ran, and its result was withheld: it does not fit the schema that the tool declares.</summary>
    InvalidResult = 10,

    /// <summary>The client's answer to a question of the server does not fit what was asked. The code that asked gets an error.</summary>
    InvalidAnswer = 11,

    /// <summary>A path leads out of the root that it is confined to, or cannot be used there.</summary>
    PathRefused = 12,

    /// <summary>A command of the tool would not have been what its author wrote: an argument looks like an option, or cannot be passed on.</summary>
    CommandRefused = 13,

    /// <summary>A statement of the tool would have done more than it may, or went on for too long.</summary>
    SqlRefused = 14,

    /// <summary>A request of the tool to another server led to an address, a host or a port that it may not reach.</summary>
    EgressRefused = 15,

    /// <summary>The caller, or the tool, has been called as often as it may be for now; or the caller was refused so often that he has to wait.</summary>
    RateLimited = 16,

    /// <summary>As many calls of the caller, or of the tool, are running as may run at once.</summary>
    TooManyConcurrent = 17,

    /// <summary>A person was asked, and did not agree, or did not answer in time.</summary>
    ApprovalDeclined = 18,

    /// <summary>As many calls of the caller wait for an answer as may wait at once.</summary>
    TooManySuspended = 19,

    /// <summary>The call ran for as long as it may, or reported no progress for as long, and was told to stop. What it has done by then is done.</summary>
    TimedOut = 20,

    /// <summary>The message is longer than the server takes. It was skipped, unread.</summary>
    MessageTooLarge = 21,

    /// <summary>The arguments are larger, deeper or longer than they may be. They were not looked at any further.</summary>
    ArgumentsTooLarge = 22,

    /// <summary>It ran, and what it returned was withheld: it is larger than it may be, and cannot be cut without breaking it.</summary>
    ResultTooLarge = 23,

    /// <summary>The call could not be put on record. It did not run, or its result was withheld.</summary>
    AuditFailed = 24,
}
