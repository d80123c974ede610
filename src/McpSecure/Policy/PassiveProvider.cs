using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace McpSecure.Policy;

/// <summary>A provider that somebody else has loaded, as it is.</summary>
/// <remarks>
/// A chained configuration would hide what the host sets to nothing, <c>McpSecurity__LocalRole=</c> for example: the operator takes
/// something away, and the file's value would count.
/// </remarks>
internal sealed class PassiveProvider(IConfigurationProvider inner) : IConfigurationProvider
{
    public IConfigurationProvider Inner => inner;

    public bool TryGet(string key, out string? value) => inner.TryGet(key, out value);

    public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) => inner.GetChildKeys(earlierKeys, parentPath);

    public IChangeToken GetReloadToken() => inner.GetReloadToken();

    public void Load()
    {
        // It is loaded.
    }

    public void Set(string key, string? value) => throw new NotSupportedException();
}
