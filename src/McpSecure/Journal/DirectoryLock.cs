namespace McpSecure.Journal;

/// <summary>Keeps other processes, and other writers of this one, from a directory. The operating system lets go of it when the process ends, however it ends.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string Name = "journal.lock";

    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    public static DirectoryLock Take(string directory)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new DirectoryLock(new FileStream(Path.Join(directory, Name), options));
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            throw new JournalException($"The journal in {directory} is in use, by another process or in this one, or it cannot be written ({e.Message}). Each process needs a directory of its own.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
