using System.Runtime.InteropServices;
using System.Security.Cryptography;
using McpSecure.Calls;

namespace McpSecure.Limits;

/// <summary>What each caller has left, for as many callers as there are, in memory that does not grow with them.</summary>
/// <remarks>
/// <para>
/// Each caller belongs to one of many sets of a few places. One who is new to his set gets a place of which nothing is in use. Where it has none, he gets
/// the one of which least is in use, and its bucket as it is: so nobody gets a new bucket for an empty one by coming under many names, and nobody's
/// is emptied by others before they have emptied all of the set. What somebody was refused for is never laid to another. While calls run in all places, he shares one.
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
            var isHis = Find(set * PlacesInSet, key, now, out place);
            ref var found = ref _places[place];
            var wait = isHis ? found.Breaker.WaitAt(now) : 0;
            if (wait > 0)
            {
                return Answer.CoolDown(wait);
            }

            var takes = !isHis && !found.Bucket.IsActive;
            var answer = found.Bucket.Enter(limit, now, _minute);
            if (takes && answer.IsAdmitted)
            {
                found.GiveTo(key);
            }

            return answer;
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
            var wait = Find(set * PlacesInSet, key, now, out var place) ? _places[place].Breaker.WaitAt(now) : 0;
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
            var wait = Find(set * PlacesInSet, key, now, out var place) ? _places[place].Breaker.WaitAt(now) : 0;
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
            var isHis = Find(set * PlacesInSet, key, now, out var place);
            ref var found = ref _places[place];
            if (!isHis && found.Bucket.IsActive)
            {
                return false; // another's
            }

            if (!isHis)
            {
                found.GiveTo(key);
            }

            return found.Breaker.Count(most, now, _minute, coolDownSeconds * time.TimestampFrequency);
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

    /// <summary>Finds the place of a caller, or the one that he could have.</summary>
    /// <returns>Whether it is his.</returns>
    private bool Find(int first, ReadOnlySpan<char> key, long now, out int found)
    {
        for (found = first; found < first + PlacesInSet; found++)
        {
            if (_places[found].Key is { } known && key.SequenceEqual(known))
            {
                return true;
            }
        }

        found = first;
        for (var index = first + 1; index < first + PlacesInSet; index++)
        {
            found = _places[index].Burden(now).CompareTo(_places[found].Burden(now)) < 0 ? index : found;
        }

        // The same for all who share, so that one who does has no more running than he may.
        found = _places[found].Bucket.IsActive ? first + PlacesInSet - 1 : found;
        return false;
    }

    private struct Place
    {
        public string? Key;
        public Bucket Bucket;
        public Breaker Breaker;

        /// <summary>How much would be lost with it: calls that run, then calls that have begun, then refusals.</summary>
        public readonly ((int Running, long Time) Calls, int Refusals) Burden(long now) => (Bucket.Burden(now), Breaker.Burden(now));

        public void GiveTo(ReadOnlySpan<char> caller)
        {
            Key = caller.ToString();
            Breaker = default;
        }
    }
}
