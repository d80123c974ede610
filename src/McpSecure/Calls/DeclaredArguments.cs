using System.Collections.Frozen;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Calls;

/// <summary>The names of the arguments that a prompt declares, taken from one state of its definition. A tool has a schema instead.</summary>
internal sealed class DeclaredArguments
{
    private DeclaredArguments(IEnumerable<string> names, bool isClosed)
    {
        Names = names.ToFrozenSet(StringComparer.Ordinal);
        IsClosed = isClosed;
    }

    public FrozenSet<string> Names { get; }

    /// <summary>Gets a value indicating whether other names are refused: true for every prompt that the server itself holds.</summary>
    public bool IsClosed { get; }

    public static DeclaredArguments Of(IMcpServerPrimitive? primitive) => primitive is McpServerPrompt prompt
        ? new(prompt.ProtocolPrompt.Arguments?.Select(argument => argument.Name) ?? [], isClosed: true)
        : new([], isClosed: false);

    /// <summary>Whether the definition is still the one these names came from.</summary>
    public bool IsOf(IMcpServerPrimitive? primitive) => primitive is not McpServerPrompt prompt || HasNames(prompt.ProtocolPrompt.Arguments);

    // The list of a prompt and everything in it can be changed in place: the names themselves are compared, there are few.
    private bool HasNames(IList<PromptArgument>? arguments)
    {
        if ((arguments?.Count ?? 0) != Names.Count)
        {
            return false;
        }

        for (var index = 0; index < Names.Count; index++)
        {
            if (!Names.Contains(arguments![index].Name))
            {
                return false;
            }
        }

        return true;
    }
}
