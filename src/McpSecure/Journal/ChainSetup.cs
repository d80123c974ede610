namespace McpSecure.Journal;

/// <summary>What does not change while a journal is open.</summary>
internal sealed class ChainSetup
{
    public required JournalOptions Options { get; init; }

    /// <summary>Gets the directory, as an absolute path.</summary>
    public required string Directory { get; init; }

    /// <summary>Gets the second file for checkpoints, as an absolute path, or <see langword="null"/> for none.</summary>
    public string? CheckpointFile { get; init; }

    public required TimeProvider Time { get; init; }

    public required JournalHooks Hooks { get; init; }

    /// <summary>Gets what every checkpoint is signed with, or <see langword="null"/> for no checkpoints.</summary>
    public SigningKey? Key { get; init; }

    /// <summary>Gets a value indicating whether a record has to survive a power failure.</summary>
    public bool IsForced => Options.Durability != JournalDurability.Process;
}
