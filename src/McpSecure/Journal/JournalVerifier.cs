namespace McpSecure.Journal;

/// <summary>Finds out whether a journal is as it was written. Needs nothing but its files, and memory that their length does not set.</summary>
public static class JournalVerifier
{
    /// <summary>Reads a whole journal, or one of its files, up to the first record that is not as it was written.</summary>
    /// <param name="path">The directory, or a file.</param>
    /// <param name="options">What it is held against, or <see langword="null"/> for the journal alone.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="JournalException">There is no journal.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be read.</exception>
    public static JournalVerification Verify(string path, JournalVerifyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new JournalVerifyOptions();

        // First: a checkpoint stands in the journal before it stands there, so that a journal which is being written is not taken for one that was cut off.
        using var copies = options.CheckpointFile is { } file ? new CheckpointWitness(file, options.PublicKeys) : null;
        var files = Directory.Exists(path) ? Segments.In(path).ConvertAll(number => Segments.PathOf(path, number)) : [path];
        if (files.Count == 0)
        {
            throw new JournalException($"There is no journal in {path}.");
        }

        var run = new VerifierRun(options, copies, isWhole: Directory.Exists(path));
        foreach (var each in files)
        {
            if (!run.File(each, isLast: ReferenceEquals(each, files[^1]), cancellationToken))
            {
                return run.Result;
            }
        }

        run.End();
        return run.Result;
    }
}
