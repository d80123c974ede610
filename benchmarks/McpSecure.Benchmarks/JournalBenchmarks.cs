using System.Text;
using BenchmarkDotNet.Attributes;
using McpSecure.Journal;

namespace McpSecure.Benchmarks;

/// <summary>What it costs to put a record of some 300 bytes into the journal, beside writing as many bytes without numbers, hashes and checkpoints.</summary>
public class JournalBenchmarks
{
    private const int Callers = 64;
    private const int RecordsOfEach = 16;
    private const int Frame = 240;

    private static readonly byte[] Record = Encoding.UTF8.GetBytes(
        """{"kind":"intent","call":"0123456789abcdef0123456789abcdef","method":"tools/call","target":"read_file","user":"alice","roles":["reader"],"args_bytes":120""" +
        ""","args_digest":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}""");

    private readonly byte[] _line = new byte[Record.Length + Frame];
    private string _folder = string.Empty;
    private FileStream? _plain;
    private JournalWriter? _process;
    private JournalWriter? _group;

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("mcpsecure-journal-").FullName;
        _plain = new FileStream(Path.Join(_folder, "plain"), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _process = Open("process", JournalDurability.Process);
        _group = Open("group", JournalDurability.GroupCommit);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _plain!.Dispose();
        _process!.Dispose();
        _group!.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public void PlainWrite() => _plain!.Write(_line);

    [Benchmark]
    public ValueTask<long> Process() => _process!.AppendAsync(Record);

    /// <summary>64 callers, each of whom waits for its record before the next one. The time is that of one record.</summary>
    [Benchmark(OperationsPerInvoke = Callers * RecordsOfEach)]
    public Task ProcessOf64() => AllAsync(_process!);

    /// <summary>The same, each record safe from a power failure.</summary>
    [Benchmark(OperationsPerInvoke = Callers * RecordsOfEach)]
    public Task GroupCommitOf64() => AllAsync(_group!);

    private static Task AllAsync(JournalWriter journal) => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallerAsync(journal))));

    private static async Task CallerAsync(JournalWriter journal)
    {
        for (var i = 0; i < RecordsOfEach; i++)
        {
            await journal.AppendAsync(Record);
        }
    }

    private JournalWriter Open(string name, JournalDurability durability) => JournalWriter.Open(
        new JournalOptions { Directory = Path.Join(_folder, name), KeyFile = Path.Join(_folder, name + ".key"), Durability = durability }, TimeProvider.System);
}
