using System.Runtime.InteropServices;
using System.Security.Cryptography;
using McpSecure.Calls;

namespace McpSecure.Limits;

/// <summary>What each caller has left, for as many callers as there are, in memory that does not grow with them.</summary>
/// <remarks>
/// <para>
/// Each caller belongs to one of many sets of a few places. A place is given to another only if its bucket is full, nothing of it runs and no
/// refusal counts against it, so that nobody gets a new bucket for an empty one by coming under many names. Where a set has no such place, those who are new to it share its last
/// one until there is.
/// </para>
/// <para>Which set a name belongs to is random for each process: nobody can choose names that meet in one. Safe for concurrent use.</para>
/// </remarks>
internal sealed class CallerTable(TimeProvider time, int sets = CallerTable.DefaultSets) : IPermits
{
    private const int DefaultSets = 8192;
    private const int PlacesInSet = 8;
    private const int Locks = 64;

    /// <summary>Longer names are kept as their digest, so that the length of a name costs no memory.</summary>
    private const int MaxKeyLength = 128;
    private const int DigestLength = SHA256.HashSizeInBytes * 2;

    private readonly Place[] _places = new Place[sets * PlacesInSet];
    private readonly Lock[] _locks = [.. Enumerable.Range(0, Locks).Select(_ => new Lock())];
    private readonly long _minute = time.TimestampFrequency * 60;

    /// <summary>Lets a call begin, or says why not.</summary>
    /// <param name="caller">The key of the caller.</param>
    /// <param name="limit">His limit.</param>
    /// <param name="place">The place to release when the call has ended, if it may begin.</param>
    public Answer Enter(ReadOnlySpan<char> caller, Limit limit, out int place)
    {
        var key = KeyOf(caller, stackalloc char[DigestLength]);
        var set = SetOf(key);
        var now = time.GetTimestamp();
        lock (_locks[set % Locks])
        {
            place = Find(set * PlacesInSet, key, now, takes: true);
            ref var found = ref _places[place];
            var wait = found.Breaker.WaitAt(now);
            return wait > 0 ? Answer.CoolDown(wait) : found.Bucket.Enter(limit, now, _minute);
        }
    }

    /// <summary>Whether a caller has to wait because he was refused too often. Takes nothing.</summary>
    public Answer Ask(ReadOnlySpan<char> caller)
    {
        var key = KeyOf(caller, stackalloc char[DigestLength]);
        var set = SetOf(key);
        var now = time.GetTimestamp();
        lock (_locks[set % Locks])
        {
            var place = Find(set * PlacesInSet, key, now, takes: false);
            var wait = place < 0 ? 0 : _places[place].Breaker.WaitAt(now);
            return wait > 0 ? Answer.CoolDown(wait) : Answer.Admitted;
        }
    }

    /// <summary>Whether a caller may try something now, as far as his calls of this minute and his refusals go. Takes nothing.</summary>
    public Answer MayTry(ReadOnlySpan<char> caller, Limit limit)
    {
        var key = KeyOf(caller, stackalloc char[DigestLength]);
        var set = SetOf(key);
        var now = time.GetTimestamp();
        lock (_locks[set % Locks])
        {
            var place = Find(set * PlacesInSet, key, now, takes: false);
            if (place < 0)
            {
                return Answer.Admitted;
            }

            var wait = _places[place].Breaker.WaitAt(now);
            var bucket = _places[place].Bucket; // a copy, from which it is taken
            return wait > 0 ? Answer.CoolDown(wait) : bucket.Enter(limit, now, _minute);
        }
    }

    /// <summary>Counts a refusal against a caller.</summary>
    /// <param name="caller">The key of the caller.</param>
    /// <param name="most">After how many within a minute he has to wait.</param>
    /// <param name="coolDownSeconds">How long he has to wait.</param>
    /// <returns>Whether he has to wait from now on.</returns>
    public bool Refused(ReadOnlySpan<char> caller, int most, int coolDownSeconds)
    {
        var key = KeyOf(caller, stackalloc char[DigestLength]);
        var set = SetOf(key);
        var now = time.GetTimestamp();
        lock (_locks[set % Locks])
        {
            var place = Find(set * PlacesInSet, key, now, takes: true);
            return _places[place].Breaker.Count(most, now, _minute, coolDownSeconds * time.TimestampFrequency);
        }
    }

    public void Release(int place)
    {
        lock (_locks[place / PlacesInSet % Locks])
        {
            _places[place].Bucket.Leave();
        }
    }

    private static ReadOnlySpan<char> KeyOf(ReadOnlySpan<char> caller, Span<char> buffer)
    {
        if (caller.Length <= MaxKeyLength)
        {
            return caller;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(caller), digest);
        return Convert.TryToHexString(digest, buffer, out var length) ? buffer[..length] : throw new InvalidOperationException();
    }

    private int SetOf(ReadOnlySpan<char> key) => (int)((uint)string.GetHashCode(key, StringComparison.Ordinal) % (uint)sets);

    /// <summary>The place of a caller. One who has none gets one, or -1 if he takes none.</summary>
    private int Find(int first, ReadOnlySpan<char> key, long now, bool takes)
    {
        var last = first + PlacesInSet - 1;
        var free = last;
        for (var index = first; index < last; index++)
        {
            ref var place = ref _places[index];
            if (place.Key is { } known && key.SequenceEqual(known))
            {
                return index;
            }

            free = free == last && place.IsIdle(now) ? index : free;
        }

        if (free < last && !takes)
        {
            return -1;
        }

        if (free < last)
        {
            _places[free] = new Place { Key = key.ToString() };
        }

        return free;
    }

    private struct Place
    {
        public string? Key;
        public Bucket Bucket;
        public Breaker Breaker;

        public readonly bool IsIdle(long now) => Bucket.IsIdle(now) && Breaker.IsIdle(now);
    }
}
