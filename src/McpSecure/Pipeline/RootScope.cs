using McpSecure.Calls;
using McpSecure.Policy.Paths;

namespace McpSecure.Pipeline;

/// <summary>Lets the author's code use its roots as they are for this call.</summary>
internal sealed class RootScope(PathRoots roots, CallScope scope)
{
    /// <summary>From here on the injected roots are those of this call.</summary>
    public void Enter(Call call)
    {
        if (!roots.IsEmpty)
        {
            scope.Enter(call);
        }
    }
}
