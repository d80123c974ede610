using System.Globalization;
using System.Text;
using McpSecure.Journal;

// A process that is killed while it writes a journal: many callers at once, and each record that counts as written is said aloud, with what is in it.
if (args is not [var directory, var key, var checkpoints, var durability, var run])
{
    Console.Error.WriteLine("Usage: McpSecure.Crasher DIRECTORY KEY CHECKPOINTS DURABILITY RUN");
    return 2;
}

const int Callers = 8;
using var output = Console.OpenStandardOutput();
var turn = new Lock();
await using var journal = JournalWriter.Open(
    new JournalOptions
    {
        Directory = directory,
        KeyFile = key,
        CheckpointFile = checkpoints,
        Durability = Enum.Parse<JournalDurability>(durability),
        MaxSegmentBytes = 256 * 1024,
        CheckpointRecords = 100,
    },
    TimeProvider.System);
await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller))));
return 0;

async Task CallAsync(int caller)
{
    for (var i = 0; ; i++)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{run}-{caller}-{i}");
        var sequence = await journal.AppendAsync(Encoding.UTF8.GetBytes($"{{\"kind\":\"intent\",\"call\":\"{what}\"}}"));
        var line = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{sequence} {what}\n"));
        lock (turn)
        {
            output.Write(line);
        }
    }
}
