namespace McpSecure;

/// <summary>What is a secret beyond what McpSecure knows by itself, and where else than in records it is taken out.</summary>
/// <remarks>
/// Secrets are kept out of records, of approvals, and of errors, log messages and progress that leave the server. What is one is told by the
/// place of an argument (<see cref="ToolOptions.Sensitive"/>, <see cref="SensitiveAttribute"/>, the schema), by its name, and by the shape that
/// common credentials have. The last is a help and no promise: a secret without a name or shape is not found.
/// </remarks>
public sealed class RedactionOptions
{
    /// <summary>Gets names of fields whose values are secrets, beyond those that are known, or with <see langword="false"/> known ones that are none here.</summary>
    /// <value>
    /// Empty by default. Known are <c>password</c>, <c>secret</c>, <c>token</c>, <c>authorization</c>, <c>api_key</c> and some fifty more, as words
    /// anywhere in a name. Case, <c>_</c>, <c>-</c>, dots and blanks make no difference. A map rather than a list, so that a later file can add one or take one away.
    /// </value>
    public IDictionary<string, bool> Keys { get; } = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets whether credentials are also taken out of what tools, prompts and resources return.</summary>
    /// <value>The default is <see langword="false"/>: what they return leaves as it is.</value>
    public bool Results { get; set; }

    /// <summary>Gets or sets the file with the key under which records keep secrets as hashes, so that a known secret can be looked for.</summary>
    /// <value>
    /// The default is <see langword="null"/>: a key of the process alone, so that hashes cannot be compared once it has ended. The file has to
    /// exist, holds the bytes of the key, 32 to 4,096 of them, and on Unix nobody but its owner may read or change it. A relative path starts at
    /// <see cref="AppContext.BaseDirectory"/>. Who has the file can try out what a short secret is: keep it apart from the records.
    /// </value>
    public string? HashKeyFile { get; set; }
}
