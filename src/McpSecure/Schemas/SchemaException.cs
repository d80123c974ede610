namespace McpSecure.Schemas;

/// <summary>A schema cannot be enforced as it stands.</summary>
public sealed class SchemaException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="SchemaException"/> class.</summary>
    /// <param name="problems">What is wrong; at least one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="problems"/> is <see langword="null"/>.</exception>
    public SchemaException(IReadOnlyList<SchemaProblem> problems)
        : base(MessageOf(problems)) => Problems = problems;

    /// <summary>Gets what is wrong.</summary>
    public IReadOnlyList<SchemaProblem> Problems { get; }

    private static string MessageOf(IReadOnlyList<SchemaProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return string.Join(Environment.NewLine, problems);
    }
}
