using System.Globalization;

namespace McpSecure.Execution.Linux;

/// <summary>The processes of a run, as far as they can be recognised: by descent, by session and group, and by the mark in their environment.</summary>
/// <param name="root">The number of the program, or 0 if somebody else has reaped it, so that the number may be anybody's.</param>
/// <param name="rootStart">When it started.</param>
/// <param name="mark">What its descendants have in their environment.</param>
internal sealed class Family(int root, ulong rootStart, byte[] mark)
{
    private static readonly int Server = Environment.ProcessId;

    /// <summary>Looks through all processes of this machine once.</summary>
    /// <returns>Those of the run, also what has ended and waits to be reaped; the program itself too, unless it has ended.</returns>
    public List<ProcessState> Find()
    {
        var candidates = Candidates();
        var members = new List<ProcessState>();
        var (ids, sessions) = (new HashSet<int>(), new HashSet<int>());
        Add(ids, root);
        Add(sessions, root);

        // Nobody else knows the mark. It is looked for once: each look reads a file.
        Move(candidates, members, state => !state.IsDead && state.HasInEnvironment(mark), ids, sessions);
        while (Move(candidates, members, state => IsRelated(state, ids, sessions), ids, sessions))
        {
        }

        members.RemoveAll(member => member.Id == root && member.IsDead);
        return members;
    }

    private static bool IsRelated(ProcessState state, HashSet<int> ids, HashSet<int> sessions) =>
        ids.Contains(state.Id) || ids.Contains(state.Parent) || sessions.Contains(state.Session) || sessions.Contains(state.Group);

    /// <returns>Whether there were any.</returns>
    private static bool Move(
        List<ProcessState> candidates, List<ProcessState> members, Predicate<ProcessState> isMember, HashSet<int> ids, HashSet<int> sessions)
    {
        var found = candidates.FindAll(isMember);
        candidates.RemoveAll(found.ToHashSet().Contains);
        members.AddRange(found);
        foreach (var member in found)
        {
            Add(ids, member.Id);
            Add(sessions, member.Session);
            Add(sessions, member.Group);
        }

        return found.Count > 0;
    }

    /// <summary>Not 0, which is what the kernel calls everything that is outside of this container.</summary>
    private static void Add(HashSet<int> numbers, int number)
    {
        if (number > 1)
        {
            numbers.Add(number);
        }
    }

    private List<ProcessState> Candidates()
    {
        var candidates = new List<ProcessState>();
        ProcessState.TryRead(Server, out var server);
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            // What is older than the program does not descend from it; what is in the server's own session is none of its either.
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id > 1 && id != Server
                && ProcessState.TryRead(id, out var state)
                && state.Start >= rootStart
                && (state.Session != server.Session || state.Id == root))
            {
                candidates.Add(state);
            }
        }

        return candidates;
    }
}
