namespace McpSecure.Journal;

/// <summary>What a journal is held against.</summary>
public sealed class JournalVerifyOptions
{
    /// <summary>Gets or sets the file that holds the checkpoints a second time.</summary>
    /// <value>The default is <see langword="null"/>: then it is not found out that the end of a journal was cut off.</value>
    public string? CheckpointFile { get; set; }

    /// <summary>Gets the keys that checkpoints may be signed with.</summary>
    /// <value>Empty by default: then it is not found out that somebody has written the whole journal anew.</value>
    public IList<JournalPublicKey> PublicKeys { get; } = [];

    /// <summary>Gets or sets a value indicating whether the first files of a directory may be missing, because they were moved to an archive.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowArchived { get; set; }
}
