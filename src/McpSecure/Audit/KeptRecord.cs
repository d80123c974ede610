using System.Text.Json;

namespace McpSecure.Audit;

/// <summary>What joins the entries about one message, and tells which of them there are.</summary>
internal sealed class KeptRecord
{
    private int _isClosed;
    private Guid? _id;

    /// <summary>Gets what the entries have in common, and what a call that the message suspends is known by.</summary>
    public Guid Id => _id ??= Guid.NewGuid();

    /// <summary>Gets or sets the message whose call goes on with this one.</summary>
    public Guid? Resumes { get; set; }

    /// <summary>Gets or sets how much is kept; <see langword="null"/> as long as nothing has been.</summary>
    public AuditLevel? Level { get; set; }

    /// <summary>Gets or sets how many values of the arguments were masked in the entries.</summary>
    public int MaskedArguments { get; set; }

    /// <summary>Gets or sets how many values of the result were masked before it left.</summary>
    public int MaskedResults { get; set; }

    /// <summary>Gets or sets what a message asks for that has no arguments of a call; <see langword="null"/> for one that has.</summary>
    public IDictionary<string, JsonElement>? Asked { get; set; }

    /// <summary>The last entry about the message is about to be written.</summary>
    /// <returns><see langword="false"/> if it has been.</returns>
    public bool TryClose() => Interlocked.Exchange(ref _isClosed, 1) == 0;

    /// <summary>Gets or sets a value indicating whether the last entry says that the call waits.</summary>
    public bool IsSuspended { get; set; }

    /// <summary>There is one more to come: what was suspended has ended without having gone on.</summary>
    public void Reopen()
    {
        IsSuspended = false;
        Volatile.Write(ref _isClosed, 0);
    }
}
