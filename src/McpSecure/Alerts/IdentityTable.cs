namespace McpSecure.Alerts;

/// <summary>What is known of each caller, for as many callers as there are, in memory that does not grow with them.</summary>
/// <remarks>
/// <para>
/// Each caller belongs to one of many sets of a few places, which set is random for each process: nobody can choose names that meet in one. A place is given to another
/// caller only if hardly anything was known of the one before, or he has not come for weeks. Where a set has no such place, those who are new to it
/// share its last one, and are watched together.
/// </para>
/// <para>A set takes memory once somebody is in it. Safe for concurrent use: who has found a place holds the lock of its set.</para>
/// </remarks>
/// <param name="hasSketches">Whether each place has registers to count values.</param>
/// <param name="sets">How many sets, a power of two.</param>
internal sealed class IdentityTable(bool hasSketches, int sets = IdentityTable.DefaultSets)
{
    public const int PlacesInSet = 8;
    private const int DefaultSets = 16_384;
    private const int Locks = 64;

    private readonly Profile[]?[] _sets = new Profile[sets][];
    private readonly byte[]?[] _sketches = new byte[hasSketches ? sets : 0][];
    private readonly Lock[] _locks = [.. Enumerable.Range(0, Locks).Select(_ => new Lock())];
    private long _learning;
    private long _learned;
    private long _shared;

    /// <summary>Gets how many callers there are of whom it is not known yet what is usual.</summary>
    public long Learning => Interlocked.Read(ref _learning);

    /// <summary>Gets how many callers there are of whom it is.</summary>
    public long Learned => Interlocked.Read(ref _learned);

    /// <summary>Gets how many messages came from callers who have to share a place.</summary>
    public long Shared => Interlocked.Read(ref _shared);

    public int SetOf(ulong tag) => (int)tag & (sets - 1);

    public Lock LockOf(int set) => _locks[set % Locks];

    /// <summary>The place of a caller, who gets one if he has none. The lock of the set is held.</summary>
    /// <param name="set">His set.</param>
    /// <param name="tag">His hash.</param>
    /// <param name="now">Ticks.</param>
    /// <param name="place">The number of the place within the set.</param>
    /// <param name="isShared">Whether others are watched in the same place.</param>
    public ref Profile Find(int set, ulong tag, long now, out int place, out bool isShared)
    {
        var places = _sets[set] ??= new Profile[PlacesInSet];
        isShared = false;
        for (place = 0; place < PlacesInSet - 1; place++)
        {
            if (places[place].Tag == tag)
            {
                return ref places[place];
            }
        }

        place = Free(places, now);
        isShared = place == PlacesInSet - 1;
        ref var free = ref places[place];
        if (isShared)
        {
            Interlocked.Increment(ref _shared);
            return ref free;
        }

        Forget(free);
        Interlocked.Increment(ref _learning);
        free = new Profile { Tag = tag };
        return ref free;
    }

    /// <summary>It is known from now on what is usual for a caller.</summary>
    public void Learns(ref Profile profile)
    {
        profile.IsLearned = true;
        Interlocked.Decrement(ref _learning);
        Interlocked.Increment(ref _learned);
    }

    /// <summary>The registers of a place. The lock of the set is held.</summary>
    public Span<byte> SketchOf(int set, int place)
    {
        var sketches = _sketches[set] ??= new byte[PlacesInSet * SketchState.Registers];
        return sketches.AsSpan(place * SketchState.Registers, SketchState.Registers);
    }

    private static int Free(Profile[] places, long now)
    {
        var free = PlacesInSet - 1;
        var longest = -1L;
        for (var index = 0; index < PlacesInSet - 1; index++)
        {
            var idle = places[index].IdleTicks(now);
            if (idle > longest)
            {
                (free, longest) = (index, idle);
            }
        }

        return free;
    }

    private void Forget(in Profile profile)
    {
        if (profile.Tag != 0)
        {
            Interlocked.Decrement(ref profile.IsLearned ? ref _learned : ref _learning);
        }
    }
}
