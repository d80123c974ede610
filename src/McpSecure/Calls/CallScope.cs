namespace McpSecure.Calls;

/// <summary>Which call the code that runs now belongs to, tasks that it started included.</summary>
/// <remarks>Of one server: the code of a tool may itself be a client of another server in the same process.</remarks>
internal sealed class CallScope
{
    private readonly AsyncLocal<Call?> _current = new();

    /// <summary>Gets the call, or <see langword="null"/> outside of every call.</summary>
    public Call? Current => _current.Value;

    /// <summary>From here on, and in what is started from here, it is this call. An asynchronous method undoes it when it returns.</summary>
    public void Enter(Call? call) => _current.Value = call;
}
