using System.Security.Cryptography;
using System.Text;

namespace McpSecure.Inventory.Uses;

/// <summary>How many callers are told apart, in all places together: a journal with a million of them takes no more memory.</summary>
internal sealed class CallerBudget
{
    private const int MostCounted = 50_000;
    private const int LongestName = 256;
    private const int KeptOfName = 200;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private int _left = MostCounted;

    public bool TryTake() => _left > 0 && _left-- > 0;

    /// <summary>The one object for a name. A very long one is cut, and keeps its hash: two that begin alike stay two.</summary>
    public string Name(string user)
    {
        var name = user.Length <= LongestName ? user : $"{user.AsSpan(0, KeptOfName)}…{Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(user)).AsSpan(0, 16))}";
        if (_names.TryGetValue(name, out var known))
        {
            return known;
        }

        if (_names.Count < MostCounted)
        {
            _names.Add(name, name);
        }

        return name;
    }
}
