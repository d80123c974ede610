using System.Runtime.InteropServices;

namespace McpSecure.Audit;

/// <summary>The lines of one minute, and who has taken them. Memory that does not grow with the number of people. Not synchronized.</summary>
/// <remarks>
/// Each person has some that nobody else can take, as long as not some hundreds come within the minute: where a set of places is full, those who are new to it
/// share its last one. The rest is for whoever comes first, and of that nobody gets more than a quarter.
/// </remarks>
internal sealed class LogShare
{
    /// <summary>Two hundred and fifty a second, for a minute.</summary>
    private const int Most = 15_000;

    /// <summary>The lines of each place that are for nobody else.</summary>
    private const int Sure = 10;

    private const int Sets = 64;
    private const int PlacesInSet = 8;
    private const int Common = Most - (Sure * Sets * PlacesInSet);
    private const int MostOfOne = Sure + (Common / 4);

    private readonly Place[] _places = new Place[Sets * PlacesInSet];
    private int _common = Common;

    /// <summary>Takes one line.</summary>
    /// <param name="person">The hash of the person.</param>
    /// <returns>Whether there is one left for him.</returns>
    public bool TryTake(int person)
    {
        ref var place = ref Find(person);
        if (place.Taken >= Sure)
        {
            if (place.Taken >= MostOfOne || _common == 0)
            {
                return false;
            }

            _common--;
        }

        place.Taken++;
        return true;
    }

    /// <summary>Another minute begins.</summary>
    public void Clear()
    {
        Array.Clear(_places);
        _common = Common;
    }

    private ref Place Find(int person)
    {
        var set = _places.AsSpan((int)((uint)person % Sets) * PlacesInSet, PlacesInSet);
        var index = 0;
        while (index < PlacesInSet - 1 && set[index].Taken > 0 && set[index].Person != person)
        {
            index++;
        }

        ref var place = ref set[index];
        place.Person = person;
        return ref place;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Place
    {
        public int Person;
        public int Taken;
    }
}
