using ModelContextProtocol.Client;

namespace Tour;

/// <summary>One thing the Tour tries, and what has to come of it for each role.</summary>
/// <param name="Title">What is tried, as the account prints it.</param>
/// <param name="TryAsync">Tries it.</param>
/// <param name="Reader">What has to come of it for a reader.</param>
/// <param name="Editor">What has to come of it for an editor.</param>
/// <param name="Admin">What has to come of it for an admin.</param>
internal sealed record Step(
    string Title,
    Func<McpClient, CancellationToken, Task<Outcome>> TryAsync,
    Expectation Reader,
    Expectation Editor,
    Expectation Admin)
{
    /// <summary>Gets a value indicating whether it takes more than one message, and so leaves more than one record.</summary>
    public bool HasSeveralMessages { get; init; }

    /// <summary>Gets what has to come of it for a role.</summary>
    public Expectation For(string role) => role switch
    {
        "reader" => Reader,
        "editor" => Editor,
        "admin" => Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "The Tour knows reader, editor and admin."),
    };
}
