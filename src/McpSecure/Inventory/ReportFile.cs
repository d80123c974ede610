using System.Text;
using McpSecure.Journal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace McpSecure.Inventory;

/// <summary>Writes the report down when the server starts, for who reviews it from outside. The old one is replaced as a whole, or stays.</summary>
internal sealed partial class ReportFile(ReportMaker maker, IOptions<McpSecurityOptions> options, ILoggerFactory loggers)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ILogger _logger = loggers.CreateLogger(nameof(McpSecure));

    public void Write()
    {
        if (options.Value.Audit.ReportFile is not { } file)
        {
            return;
        }

        var path = JournalOptions.FullPath(file);
        try
        {
            OwnDirectory.Create(Path.GetDirectoryName(path) ?? path);
            Replace(path, Encoding.UTF8.GetBytes(ReportJson.Write(maker.Make()) + "\n"));
        }
#pragma warning disable CA1031 // whatever it is, the report is no reason to serve nobody
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(path, exception);
        }
    }

    /// <summary>A new file under a name that nobody can have guessed, and put a link there; then the old name leads to it.</summary>
    private static void Replace(string path, byte[] bytes)
    {
        var next = $"{path}.{Guid.NewGuid():N}";
        var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            creation.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (var file = new FileStream(next, creation))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        catch
        {
            File.Delete(next);
            throw;
        }
    }

    [LoggerMessage(
        EventId = 50,
        EventName = "mcpsecure.report_not_written",
        Level = LogLevel.Warning,
        Message = "The report of permissions could not be written to {File}. The server runs without it, and what is there may be of an earlier start")]
    private partial void LogFailed(string file, Exception exception);
}
