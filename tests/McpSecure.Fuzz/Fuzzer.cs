using System.Diagnostics;
using McpSecure.Tests.BadInput;

namespace McpSecure.Fuzz;

/// <summary>Runs one server after the other until the time is over, and reports what it finds.</summary>
internal sealed class Fuzzer(FuzzOptions options, TextWriter report)
{
    private const int Batch = 250;
    private const int Batches = 16; // then another server: traces, workspaces and memory stay small
    private const int EnoughFindings = 5;
    private const int Least = 1000; // however slowly the machine starts: a run of nothing would look like success

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _nextProgress = Interval;
    private int _runs;
    private long _messages;
    private long _answers;
    private long _records;
    private int _findings;

    /// <summary>Sends until the time is over.</summary>
    /// <returns>How many findings there were.</returns>
    public async Task<int> RunAsync()
    {
        if (options.Replay is { } file)
        {
            await RunAsync(options.Roles[0], Lines(await File.ReadAllBytesAsync(file)), $"replay of {file}", "replay");
        }
        else
        {
            for (var run = 0; run == 0 || GoesOn(); run++)
            {
                var role = options.Roles[run % options.Roles.Length];
                await RunAsync(role, Script.Of(options.Seed, run).Take(1 + (Batch * Batches)), $"seed {options.Seed}, run {run}", $"seed-{options.Seed}-run-{run}");
            }
        }

        await SayAsync("done");
        return _findings;
    }

    private bool GoesOn() => _clock.Elapsed < options.Duration && _findings < EnoughFindings;

    private async Task RunAsync(string role, IEnumerable<byte[]> lines, string name, string fileName)
    {
        await using var visit = new Visit(options, role, options.Fault);
        try
        {
            foreach (var batch in Divided(lines))
            {
                if (options.Replay is null && !GoesOn() && (_runs > 0 || visit.Sent.Count > Least))
                {
                    break;
                }

                await visit.PlayAsync(batch);
                if (_clock.Elapsed >= _nextProgress)
                {
                    _nextProgress += Interval;
                    await SayAsync("so far", visit);
                }
            }

            await visit.CloseAsync();
        }
        catch (Finding finding)
        {
            _findings++;
            await ReportAsync(finding, role, visit.Sent, name, fileName);
        }

        _runs++;
        _messages += visit.Sent.Count;
        _answers += visit.Answered;
        _records += visit.Records;
    }

    private async Task ReportAsync(Finding finding, string role, List<byte[]> sent, string name, string fileName)
    {
        var folder = options.Out ?? Path.Join(Path.GetTempPath(), "mcpsecure-fuzz-findings");
        Directory.CreateDirectory(folder);
        var file = Path.Join(folder, $"{fileName}-{role}.lines");
        await File.WriteAllBytesAsync(file, [.. sent.SelectMany(line => line.Append((byte)'\n'))]);
        if (finding.About.Count == 0)
        {
            finding = await NarrowAsync(finding, role, sent);
        }

        await report.WriteLineAsync($"FINDING: {name}, role {role}: {finding.Describe()}");
        await report.WriteLineAsync($"    again: dotnet run --project tests/McpSecure.Fuzz -- --role {role} --replay {file}");
    }

    /// <summary>Sends the last batch again, line by line to a server of its own, to find the one to blame.</summary>
    private async Task<Finding> NarrowAsync(Finding finding, string role, List<byte[]> sent)
    {
        await using var visit = new Visit(options, role, Fault.None);
        try
        {
            await visit.PlayAsync(sent.Take(Math.Min(1, finding.From)));
            foreach (var line in sent.Skip(finding.From))
            {
                await visit.PlayAsync([line]);
            }
        }
        catch (Finding again) when (again.Kind == finding.Kind && visit.Sent.Count > 0)
        {
            var index = finding.From + visit.Sent.Count - 1 - Math.Min(1, finding.From);
            return new Finding(new Problem(finding.Message, [Expectation.Of(index, visit.Sent[^1])]), finding.From, finding.To);
        }
        catch (Finding)
        {
            // Something else: only all of it together does it.
        }

        return finding;
    }

    /// <summary>The first line alone, because it opens the session, and then by the batch.</summary>
    private static IEnumerable<IEnumerable<byte[]>> Divided(IEnumerable<byte[]> lines) =>
        lines.Take(1).Chunk(1).Concat(lines.Skip(1).Chunk(Batch));

    private static List<byte[]> Lines(byte[] bytes)
    {
        var lines = new List<byte[]>();
        for (var rest = bytes.AsSpan(); rest.Length > 0;)
        {
            var end = rest.IndexOf((byte)'\n');
            lines.Add((end < 0 ? rest : rest[..end]).ToArray());
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return lines;
    }

    private Task SayAsync(string when, Visit? current = null) => report.WriteLineAsync(
        $"{_clock.Elapsed.TotalSeconds,4:F0} s {when}: {_runs} servers, {_messages + (current?.Sent.Count ?? 0)} messages, " +
        $"{_answers + (current?.Answered ?? 0)} answers, {_records + (current?.Records ?? 0)} records, {_findings} findings");
}
