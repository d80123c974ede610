namespace McpSecure.Files.Linux;

/// <summary>A file descriptor that is closed at the end of its block; or the error number that came instead of one.</summary>
internal readonly ref struct Descriptor(int result)
{
    public int Value => result;

    public bool IsOpen => result >= 0;

    public Outcome Outcome => Errno.Outcome(result);

    public void Dispose()
    {
        if (IsOpen)
        {
            Libc.Close(result);
        }
    }
}
