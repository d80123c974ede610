using System.Security.Cryptography;
using McpSecure.Redaction;

namespace McpSecure.Policy.Sensitive;

/// <summary>Reads the key under which secrets are written down.</summary>
internal static class HashKeyFile
{
    public const string Setting = $"{McpSecurityOptions.SectionName}:Audit:Redaction:HashKeyFile";

    private const int MostBytes = 4096;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The key; one of this process alone if there is no file.</summary>
    /// <exception cref="InvalidOperationException">It cannot be used. The start has said so before, unless it changed since.</exception>
    public static HashKey Of(RedactionOptions options) =>
        options.HashKeyFile is not { } file ? HashKey.Random()
        : TryRead(file, out var problem) ?? throw new InvalidOperationException(problem);

    /// <summary>The key in a file; <see langword="null"/> if it cannot be used.</summary>
    public static HashKey? TryRead(string file, out string problem)
    {
        var bytes = Read(file, out var found);
        problem = found ?? string.Empty;
        if (bytes is null)
        {
            return null;
        }

        try
        {
            return new HashKey(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>What stops the start, and the fix.</summary>
    public static IEnumerable<string> Errors(RedactionOptions options)
    {
        if (options.HashKeyFile is { } file)
        {
            var bytes = Read(file, out var problem);
            CryptographicOperations.ZeroMemory(bytes);
            if (problem is not null)
            {
                yield return problem;
            }
        }
    }

    private static byte[]? Read(string file, out string? problem)
    {
        try
        {
            using var stream = new FileStream(Path.GetFullPath(file, AppContext.BaseDirectory), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != UnixFileMode.None)
            {
                problem = $"{Setting} is '{file}', which others than its owner may read or change; set its mode to 0600.";
                return null;
            }

            if (stream.Length is < HashKey.LeastBytes or > MostBytes)
            {
                problem = $"{Setting} is '{file}', which has {stream.Length} bytes; use {HashKey.LeastBytes} to {MostBytes} random ones, such as those of: openssl rand -out FILE 32.";
                return null;
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            problem = null;
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = $"{Setting} is '{file}', which cannot be read ({exception.GetType().Name}). Create it with: openssl rand -out FILE 32, and set its mode to 0600; or remove the line.";
            return null;
        }
    }
}
