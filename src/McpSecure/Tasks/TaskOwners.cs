using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace McpSecure.Tasks;

/// <summary>Whose each task is: a task id works for whoever knows it, and nothing else in the protocol says who created it.</summary>
/// <remarks>
/// Bounded: each caller has the tasks that he created last, all callers together have so many, and each is forgotten when its time is over. A task
/// that is forgotten is nobody's. Safe for concurrent use.
/// </remarks>
internal sealed class TaskOwners(TimeProvider time, int mostOfCaller = TaskOwners.MostOfCaller, int most = TaskOwners.Most)
{
    /// <summary>Of one caller; an older one is forgotten.</summary>
    public const int MostOfCaller = 500;

    /// <summary>Of all callers; whoever has none then gets none.</summary>
    public const int Most = 20_000;

    /// <summary>Longer ids and names are kept as their digest, so that their length costs no memory.</summary>
    private const int MaxKeyLength = 128;

    /// <summary>The longest time that a task is remembered, also where the server says that it never ends.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, OwnedTask> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkedList<string>> _ofCaller = new(StringComparer.Ordinal);
    private readonly SortedSet<OwnedTask> _ends = new(Comparer<OwnedTask>.Create(static (one, other) => (one.Ends, one.Number).CompareTo((other.Ends, other.Number))));
    private long _last;

    /// <summary>Gets how many tasks are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _tasks.Count;
            }
        }
    }

    /// <summary>Takes note of a task. One that has an owner keeps him.</summary>
    /// <param name="id">The id of the task.</param>
    /// <param name="caller">The key of the caller who created it.</param>
    /// <param name="tool">The name of the tool that runs as the task.</param>
    /// <param name="life">How long it lives, if the server says so.</param>
    /// <returns><see langword="false"/> if there is no room for it: it is nobody's.</returns>
    public bool Add(string id, string caller, string tool, TimeSpan? life)
    {
        var (key, owner) = (KeyOf(id), KeyOf(caller));
        var ends = time.GetTimestamp() + (long)(LifeOf(life).TotalSeconds * time.TimestampFrequency);
        lock (_lock)
        {
            ForgetEnded();
            if (_tasks.ContainsKey(key))
            {
                return true;
            }

            var own = _ofCaller.GetValueOrDefault(owner);
            if (own is not null && (own.Count >= mostOfCaller || _tasks.Count >= most))
            {
                Forget(_tasks[own.First!.Value]);
            }

            if (_tasks.Count >= most)
            {
                return false;
            }

            var task = new OwnedTask(key, owner, tool, ends, ++_last);
            _tasks.Add(key, task);
            _ends.Add(task);
            (_ofCaller.TryGetValue(owner, out own) ? own : _ofCaller[owner] = []).AddLast(key);
            return true;
        }
    }

    /// <summary>The tool that runs as a task, if the task is this caller's. Whether it is another's or nobody's makes no difference.</summary>
    public string? ToolOf(string id, string caller)
    {
        var (key, owner) = (KeyOf(id), KeyOf(caller));
        lock (_lock)
        {
            ForgetEnded();
            return _tasks.TryGetValue(key, out var task) && string.Equals(task.Owner, owner, StringComparison.Ordinal) ? task.Tool : null;
        }
    }

    private static TimeSpan LifeOf(TimeSpan? life) => life is { } told && told < Longest ? (told < TimeSpan.Zero ? TimeSpan.Zero : told) : Longest;

    private static string KeyOf(string text) =>
        text.Length <= MaxKeyLength ? text : Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())));

    private void ForgetEnded()
    {
        var now = time.GetTimestamp();
        while (_ends.Min is { } first && first.Ends <= now)
        {
            Forget(first);
        }
    }

    private void Forget(OwnedTask task)
    {
        _ends.Remove(task);
        _tasks.Remove(task.Key);
        var own = _ofCaller[task.Owner];
        own.Remove(task.Key);
        if (own.Count == 0)
        {
            _ofCaller.Remove(task.Owner);
        }
    }

    private sealed record OwnedTask(string Key, string Owner, string Tool, long Ends, long Number);
}
