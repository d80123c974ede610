using System.Text.Json;

namespace McpSecure.Schemas.Compilation;

/// <summary><c>$ref</c>, <c>$dynamicRef</c> and the anchors they lead to.</summary>
internal static class References
{
    public static void Read(SubschemaBuilder builder, JsonElement value, bool isDynamic)
    {
        if (builder.Text(value) is not { } reference)
        {
            return;
        }

        var origin = builder.Location.Resource;
        if (!builder.Compiler.Documents.TryResolve(reference, origin, out var target, out var problem))
        {
            builder.Report(problem!);
            return;
        }

        // Dynamic is what first leads to a dynamic anchor: then the outermost of that name counts.
        if (isDynamic && AnchorOf(reference) is { } anchor && target.Resource.IsDynamicAnchor(anchor) && builder.Scope.TryGet(anchor, out var outermost))
        {
            target = outermost;
        }

        var applicators = builder.Applicators;
        applicators.References = [.. applicators.References, builder.Compiler.NodeFor(target, builder.Scope, builder.Role, depth: 1)];
    }

    public static void Anchor(SubschemaBuilder builder, JsonElement value)
    {
        var name = builder.Text(value);
        if (name is not null && (name.Length == 0 || !(char.IsAsciiLetter(name[0]) || name[0] == '_') || !name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.')))
        {
            builder.Report("An anchor starts with a letter or '_', and goes on with letters, digits, '-', '_' and '.'.");
        }
    }

    private static string? AnchorOf(string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? string.Empty : Uri.UnescapeDataString(reference[(hash + 1)..]);
        return fragment.Length == 0 || fragment[0] == '/' ? null : fragment;
    }
}
