using System.Text;
using System.Text.Json;

namespace McpSecure.Audit.Forwarding;

/// <summary>How far a receiver has come: the last record that it has.</summary>
/// <param name="Chain">The journal.</param>
/// <param name="Sequence">The number of the record.</param>
/// <param name="Hash">Its hash, so that another record with its number is noticed.</param>
internal sealed record ForwardCursor(string Chain, long Sequence, string Hash)
{
    private const int MostBytes = 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string PathOf(string directory, string receiver) => Path.Join(directory, receiver + ".cursor");

    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isBroken">Whether there is one that cannot be read.</param>
    /// <returns><see langword="null"/> if there is none.</returns>
    public static ForwardCursor? Load(string path, out bool isBroken)
    {
        isBroken = false;
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var root = new FileInfo(path).Length <= MostBytes ? JsonElement.Parse(File.ReadAllText(path)) : default;
            return new ForwardCursor(root.GetProperty("chain").GetString()!, root.GetProperty("seq").GetInt64(), root.GetProperty("hash").GetString()!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            isBroken = true;
            return null;
        }
    }

    /// <summary>Writes it, so that after any end of the process there is the old one or the new one.</summary>
    /// <remarks>Not forced to the disk: after a power failure a receiver gets some records twice.</remarks>
    public void Save(string path)
    {
        var next = path + ".next";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(next, options))
        {
            file.Write(Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{{\"chain\":\"{Chain}\",\"seq\":{Sequence},\"hash\":\"{Hash}\"}}\n")));
        }

        File.Move(next, path, overwrite: true);
    }
}
