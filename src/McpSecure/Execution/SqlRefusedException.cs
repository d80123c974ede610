namespace McpSecure.Execution;

/// <summary>A statement did not run, or was stopped: nothing of it remains in the database.</summary>
/// <remarks>The message may be shown to whoever sent the value: it holds neither the value nor anything of this machine.</remarks>
public sealed class SqlRefusedException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="SqlRefusedException"/> class.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">What is wrong and what would be right, for the model: nothing that an attacker could use.</param>
    /// <param name="hole">The expression of the value that is to blame, as it stands in the source; <see langword="null"/> for none.</param>
    internal SqlRefusedException(SqlRefusal reason, string message, string? hole = null)
        : base(message)
    {
        Reason = reason;
        Hole = hole;
    }

    /// <summary>Gets the reason.</summary>
    public SqlRefusal Reason { get; }

    /// <summary>Gets the expression of the value that is to blame, as it stands in the source of the application.</summary>
    /// <value><see langword="null"/> if it is none of the values.</value>
    public string? Hole { get; }
}
