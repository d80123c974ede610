using System.Text.Json;
using McpSecure.Policy.Rules;
using McpSecure.Redaction;

namespace McpSecure.Policy.Sensitive;

/// <summary>What a schema calls a secret (<c>writeOnly</c>, <c>format: "password"</c>), in any branch, and in schemas that refer to themselves.</summary>
internal sealed class DeclaredSecrets
{
    private const int MostPlaces = 4096;
    private const string AnyOther = "\uFFFF"; // no member has it

    private readonly Dictionary<string, RedactionNode> _known = new(StringComparer.Ordinal);
    private readonly Queue<(RedactionNode Node, SchemaView View)> _open = new();
    private readonly List<RedactionNode> _nodes = [];

    private DeclaredSecrets()
    {
    }

    /// <summary>The places; <see langword="null"/> if it calls nothing so.</summary>
    public static RedactionNode? Of(JsonElement schema)
    {
        var secrets = new DeclaredSecrets();
        var root = secrets.At(SchemaView.Of(schema))!;
        while (secrets._open.TryDequeue(out var next))
        {
            secrets.Fill(next.Node, next.View);
        }

        RedactionNode.Mark(secrets._nodes);
        return root.HoldsSecret ? root : null;
    }

    private void Fill(RedactionNode node, SchemaView view)
    {
        if (_nodes.Count > MostPlaces)
        {
            node.IsSecret = true; // more than can be told apart: then none of it is kept
            return;
        }

        foreach (var name in view.Names)
        {
            if (At(view.Step(name)) is { } member)
            {
                node.Set(name, member);
            }
        }

        node.Others = At(view.Step(AnyOther));
        node.Elements = At(view.Step(null));
    }

    private RedactionNode? At(SchemaView? view)
    {
        if (view is null)
        {
            return null;
        }

        var identity = view.Identity;
        if (!_known.TryGetValue(identity, out var node))
        {
            _known[identity] = node = new RedactionNode { IsSecret = view.IsSecret };
            _nodes.Add(node);
            if (!node.IsSecret)
            {
                _open.Enqueue((node, view));
            }
        }

        return node;
    }
}
