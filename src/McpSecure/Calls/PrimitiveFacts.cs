using System.Runtime.CompilerServices;
using ModelContextProtocol.Server;

namespace McpSecure.Calls;

/// <summary>What its author says about a primitive. Computed once for each, and again when its definition changes.</summary>
internal sealed class PrimitiveFacts
{
    private static readonly ConditionalWeakTable<IMcpServerPrimitive, PrimitiveFacts> Known = [];

    private readonly IMcpServerPrimitive? _primitive;
    private DeclaredArguments? _arguments;

    private PrimitiveFacts(IMcpServerPrimitive? primitive)
    {
        _primitive = primitive;
        HasMetadata = primitive is { Metadata.Count: > 0 };
        RequiresApproval = primitive?.Metadata.OfType<RequiresApprovalAttribute>().Any() == true;
        ApprovalPrompt = primitive?.Metadata.OfType<ApprovalPromptAttribute>().LastOrDefault()?.Template;
        RequiredRoles = primitive?.Metadata.OfType<RequireRoleAttribute>().ToArray() ?? [];
        Address = primitive is McpServerResource { IsTemplated: false, ProtocolResource.Uri: var uri } ? Decoded(uri) : null;
    }

    /// <summary>Gets the facts about a name that only a custom handler knows: none.</summary>
    public static PrimitiveFacts None { get; } = new(primitive: null);

    /// <summary>Gets a value indicating whether the author's attributes can be seen. A tool made from an <c>AIFunction</c> has none.</summary>
    public bool HasMetadata { get; }

    public bool RequiresApproval { get; }

    /// <summary>Gets the author's sentence for the person who is asked, as it was written.</summary>
    public string? ApprovalPrompt { get; }

    public RequireRoleAttribute[] RequiredRoles { get; }

    /// <summary>Gets the decoded URI of a resource that has just one.</summary>
    /// <remarks>
    /// It need not be what was asked for: the SDK finds it by <see cref="Uri"/> equality, which ignores user, fragment, blanks at the ends and
    /// the case of the host.
    /// </remarks>
    public string? Address { get; }

    /// <summary>Gets a value indicating whether the author declared it destructive. Read live: the annotation can be set at run time.</summary>
    public bool IsDestructive => _primitive is McpServerTool { ProtocolTool.Annotations.DestructiveHint: true };

    /// <summary>Gets a value indicating whether the server itself holds the primitive, so that its name is no invention of a client.</summary>
    public bool IsRegistered => _primitive is not null;

    /// <summary>Gets the tool, if it is one that the server itself holds.</summary>
    public McpServerTool? Tool => _primitive as McpServerTool;

    /// <summary>Gets the primitive, if it is one that the server itself holds.</summary>
    public IMcpServerPrimitive? Primitive => _primitive;

    /// <summary>Gets the arguments that a prompt declares.</summary>
    public DeclaredArguments Arguments
    {
        get
        {
            var current = _arguments;
            if (current is null || !current.IsOf(_primitive))
            {
                _arguments = current = DeclaredArguments.Of(_primitive);
            }

            return current;
        }
    }

    private static string Decoded(string uri) => ResourceUri.TryDecode(uri, out var decoded) ? decoded : uri;

    public static PrimitiveFacts Of(IMcpServerPrimitive? primitive) =>
        primitive is null ? None : Known.GetValue(primitive, static key => new PrimitiveFacts(key));
}
