using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Makes the server's options as always, and seals them last of all.</summary>
/// <remarks>
/// A closed registration of the factory wins over the open one whatever the order of the builder calls, and runs after every Configure,
/// PostConfigure and Validate. Stdio, streams and the HTTP package all get their options here.
/// </remarks>
internal sealed class SecuredOptionsFactory(
    IEnumerable<IConfigureOptions<McpServerOptions>> configures,
    IEnumerable<IPostConfigureOptions<McpServerOptions>> postConfigures,
    IEnumerable<IValidateOptions<McpServerOptions>> validations,
    Sealer sealer)
    : IOptionsFactory<McpServerOptions>
{
    private readonly OptionsFactory<McpServerOptions> _inner = new(configures, postConfigures, validations);

    /// <inheritdoc/>
    /// <exception cref="OptionsValidationException">The policy is wrong, or the server has a door that cannot be guarded.</exception>
    public McpServerOptions Create(string name)
    {
        var options = _inner.Create(name);
        sealer.Seal(options);
        return options;
    }
}
