using System.Diagnostics;
using System.Text.Json;
using McpSecure.Journal;

namespace Tour;

/// <summary>The journal that the servers of the Tour write, one after the other, and what can be learnt from it.</summary>
internal sealed class Book : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tour-journal-").FullName;

    /// <summary>Gets the folder of the journal. The key and the second copy of the checkpoints lie beside it.</summary>
    public string Journal => Path.Join(_folder, "journal");

    /// <summary>Gets or sets the public key that a server has logged at its start.</summary>
    public string? Key { get; set; }

    /// <summary>Runs <c>mcpsecure journal verify</c>, as anybody can who may read the files.</summary>
    public async Task<Verification> VerifyAsync(string journal, CancellationToken cancellationToken)
    {
        string[] arguments = [Path.Join(AppContext.BaseDirectory, "McpSecure.Cli.dll"), "journal", "verify", journal, "--checkpoint", Journal + ".checkpoints"];
        using var process = Process.Start(new ProcessStartInfo(ServerProcess.DotNet(), [.. arguments, .. Key is null ? Array.Empty<string>() : ["--public-key", Key]])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return Verification.Of(process.ExitCode, output + await errors);
    }

    /// <summary>Does to a copy what somebody might do who wants to have done something else.</summary>
    /// <returns>The folder of the copy, and the record that was changed.</returns>
    public (string Journal, long Record) CopyWithOneByteFlipped()
    {
        var copy = Path.Join(_folder, "copy");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(Journal, "*.jsonl"))
        {
            File.Copy(file, Path.Join(copy, Path.GetFileName(file)));
        }

        var record = Records().First(record => record.Own is null);
        var forged = Path.Join(copy, Path.GetFileName(record.File));
        var bytes = File.ReadAllBytes(forged);
        bytes[bytes.AsSpan().IndexOf(record.Line.Span) + (record.Line.Length / 2)] ^= 1;
        File.WriteAllBytes(forged, bytes);
        return (copy, record.Sequence);
    }

    /// <summary>Who did what: by role and tool, prompt or resource.</summary>
    public IReadOnlyList<Entry> Entries() =>
    [
        .. from record in Records()
           where record.Own is null
           let root = JsonElement.Parse(record.Record.Span)
           let kind = root.GetProperty("kind").GetString()
           where kind is "outcome" or "refusal" or "summary"
           let role = root.TryGetProperty("roles", out var roles) ? roles[0].GetString()! : "-"
           let what = root.TryGetProperty("target", out var target) ? target.GetString()! : kind is "summary" ? "(more refusals, counted)" : root.GetProperty("method").GetString()!
           let isRefused = kind is not "outcome" || root.TryGetProperty("code", out _) // what a path, a statement or an address was refused for in the body of the tool
           group (IsRefused: isRefused, Count: root.TryGetProperty("count", out var count) ? count.GetInt32() : 1) by (role, what) into done
           select new Entry(
               done.Key.role,
               done.Key.what,
               done.Where(one => !one.IsRefused).Sum(one => one.Count),
               done.Where(one => one.IsRefused).Sum(one => one.Count)),
    ];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private List<JournalRecord> Records()
    {
        using var reader = new JournalReader(Journal);
        return [.. reader.ReadAll()];
    }
}
