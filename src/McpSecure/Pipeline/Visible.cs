using McpSecure.Calls;
using McpSecure.Policy;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>The part of a list that one caller may see.</summary>
internal readonly struct Visible(AccessPolicy policy, Caller caller, McpServerOptions server, PrimitiveKind kind)
{
    /// <summary>Filters and orders by name or URI, ordinally: the order of the SDK's collections changes from start to start.</summary>
    public List<TItem> Of<TItem>(IList<TItem> items, Func<TItem, string> nameOf)
    {
        var visible = new List<TItem>(items.Count);
        foreach (var item in items)
        {
            if (IsVisible(nameOf(item)))
            {
                visible.Add(item);
            }
        }

        visible.Sort((one, other) => string.CompareOrdinal(nameOf(one), nameOf(other)));
        return visible;
    }

    private bool IsVisible(string name)
    {
        var asked = name;
        return (!ResourceUri.Names(kind) || ResourceUri.TryDecode(name, out asked))
            && policy.Decide(kind, asked, caller, PrimitiveFacts.Of(ServerPrimitives.Find(server, kind, name))).Access > Access.Deny;
    }
}
