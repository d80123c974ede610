using System.Collections.Concurrent;
using System.Collections.Frozen;
using McpSecure.Calls;
using McpSecure.Files;

namespace McpSecure.Policy.Paths;

/// <summary>All arguments of one tool, prompt or resource that are paths, and how far each role gets with them.</summary>
internal sealed class PathPlan
{
    /// <summary>One bit for each directory, and one set that is none of them.</summary>
    public const int MaximumDirectories = 63;

    private readonly FrozenDictionary<string, ulong[]> _roles;
    private readonly string[] _directories;
    private readonly ConcurrentDictionary<(string Root, ulong Granted), RootDirectory> _narrowed = [];

    public PathPlan(string name, IReadOnlyList<DefinedPath> paths, PathRoots roots)
    {
        Name = name;
        _directories = [.. paths.SelectMany(path => path.Unders.Values).Distinct(StringComparer.Ordinal)];
        Arguments = [.. paths.Select(path => new ConfinedArgument(path, roots.Find(path.Root)!, _directories))];
        _roles = paths.SelectMany(path => path.Unders.Keys).Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(role => role, role => paths.Select(path => SetOf(path, role)).ToArray(), StringComparer.Ordinal);
        foreach (var argument in Arguments)
        {
            foreach (var under in argument.Definition.Unders.Values)
            {
                argument.Root.Part(under); // held from now on, whatever is put in its place
            }
        }
    }

    /// <summary>Gets the name under which the primitive was called.</summary>
    public string Name { get; }

    public ConfinedArgument[] Arguments { get; }

    /// <summary>How far a caller gets with an argument: the directories of all roles that grant him the tool.</summary>
    /// <param name="index">The place of the argument.</param>
    /// <param name="call">The call.</param>
    /// <param name="policy">Says which roles grant the tool.</param>
    /// <param name="least">What they have to grant at least: what needs a person's agreement counts only if somebody is asked.</param>
    public ulong Granted(int index, Call call, AccessPolicy policy, Access least)
    {
        if (_roles.Count == 0)
        {
            return ConfinedArgument.Everything;
        }

        var granted = 0UL;
        var ofRoles = 0UL;
        var isGranted = false;
        for (var place = 0; place < call.Caller.Roles.Count; place++)
        {
            var role = call.Caller.Roles[place];
            if (!policy.HasRole(role))
            {
                continue;
            }

            var own = _roles.TryGetValue(role, out var sets) ? sets[index] : ConfinedArgument.Everything;
            ofRoles |= own;
            var access = policy.GrantOf(role, call.Kind, call.Name, call.Facts).Access;
            isGranted |= access > Access.Deny;
            granted |= access >= least && access > Access.Deny ? own : 0;
        }

        // While grants are only observed, a role that grants nothing still narrows.
        return isGranted ? granted : ofRoles;
    }

    /// <summary>The root as it is for one call: what all arguments that are confined to it may reach.</summary>
    public RootDirectory DirectoryOf(OpenRoot root, Call call, AccessPolicy policy, out PathAccess access)
    {
        var granted = 0UL;
        var isNamed = false;
        access = PathAccess.None;
        for (var index = 0; index < Arguments.Length; index++)
        {
            if (ReferenceEquals(Arguments[index].Root, root))
            {
                isNamed = true;
                granted |= Granted(index, call, policy, LeastFor(call));
                access = Arguments[index].Access > access ? Arguments[index].Access : access;
            }
        }

        if (!isNamed)
        {
            access = root.Access;
            return root.Whole;
        }

        return granted == ConfinedArgument.Everything ? root.Whole : _narrowed.GetOrAdd(
            (root.Name, granted), static (key, state) => state.Root.Narrowed(state.Plan.Names(key.Granted)), (Root: root, Plan: this));
    }

    /// <summary>What a role has to grant for its directories to count in a call.</summary>
    public static Access LeastFor(Call call) => call.NeedsApproval ? Access.Ask : Access.Allow;

    private IEnumerable<string> Names(ulong granted) => _directories.Where((_, index) => (granted & (1UL << index)) != 0);

    private ulong SetOf(DefinedPath path, string role) =>
        path.Unders.TryGetValue(role, out var under) ? 1UL << Array.IndexOf(_directories, under) : ConfinedArgument.Everything;
}
