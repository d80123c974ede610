using McpSecure.Arguments;
using McpSecure.Policy;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Seals options, or says why it cannot.</summary>
internal sealed class Sealer(SdkHook hook, SlotSelection slots, IOptions<McpSecurityOptions> options, ToolSchemas schemas)
{
    private bool _isNamesChecked;

    /// <summary>Checks the server against the policy and puts the doors in place.</summary>
    /// <exception cref="OptionsValidationException">The server has a door that cannot be guarded, or the policy names what it does not have.</exception>
    public void Seal(McpServerOptions server)
    {
        if (slots.Has(Slots.Start))
        {
            ThrowIf(SideDoors(server));

            // The names are the same each time; in stateless HTTP this runs for every request.
            if (!_isNamesChecked)
            {
                ThrowIf([.. ServerCheck.Errors(server, options.Value), .. schemas.Errors(server)]);
                _isNamesChecked = true;
            }
        }

        hook.Seal(server);
    }

    public IEnumerable<string> SideDoors(McpServerOptions server) => SdkHook.SideDoors(server, options.Value.AllowedMethods);

    public bool IsSealed(McpServerOptions server) => hook.IsSealed(server);

    private static void ThrowIf(IEnumerable<string> errors)
    {
        var failures = errors.ToArray();
        if (failures.Length > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(McpServerOptions), failures);
        }
    }
}
