using McpSecure.Tests.Support;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Doors;

/// <summary>One member of the SDK, what was decided about it, and the attack that proves it.</summary>
/// <param name="Decision">What was decided.</param>
/// <param name="Open">Puts code of the application behind the door; it notes that it ran.</param>
/// <param name="Knock">What a client does to reach that code.</param>
internal sealed record Door(Decision Decision, Action<McpServerOptions, Ran> Open, Func<Session, RawPeer, Task> Knock)
{
    /// <summary>The method to list, where listing helps.</summary>
    public string? Method { get; init; }

    public static Door NoUserCode { get; } = new(Decision.NoUserCode, static (_, _) => { }, static (_, _) => Task.CompletedTask);
}
