namespace McpSecure;

/// <summary>Answers what the compiled policy grants, for reviews, tests and administration. A singleton; thread-safe.</summary>
public interface IMcpSecurityPolicy
{
    /// <summary>Says what callers in some roles may do with a primitive, and which setting decides it.</summary>
    /// <param name="roles">Role names, compared ordinally. Names the policy does not have grant nothing.</param>
    /// <param name="kind">What <paramref name="name"/> names.</param>
    /// <param name="name">The name of a tool or prompt, the URI of a resource, or a URI template.</param>
    /// <returns>The decision that a request would meet, approval and argument checks aside; <see cref="AccessExplanation.HasArgumentRules"/> says whether there are rules for it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="roles"/> or <paramref name="name"/> is <see langword="null"/>.</exception>
    AccessExplanation Explain(IReadOnlyCollection<string> roles, PrimitiveKind kind, string name);
}
