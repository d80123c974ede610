namespace McpSecure.Journal;

/// <summary>The journal cannot be opened, read or written. The message is for the operator: it names files.</summary>
public sealed class JournalException : IOException
{
    /// <summary>Initializes a new instance of the <see cref="JournalException"/> class.</summary>
    public JournalException()
        : base("The journal cannot be used.")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="JournalException"/> class.</summary>
    /// <param name="message">What is wrong, and what would be right.</param>
    public JournalException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="JournalException"/> class.</summary>
    /// <param name="message">What is wrong, and what would be right.</param>
    /// <param name="innerException">What the operating system said.</param>
    public JournalException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
