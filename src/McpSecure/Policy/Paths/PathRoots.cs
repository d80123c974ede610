using Microsoft.Extensions.Options;

namespace McpSecure.Policy.Paths;

/// <summary>The roots of the policy, open from the start of the server to its end.</summary>
internal sealed class PathRoots : IDisposable
{
    private readonly Dictionary<string, OpenRoot> _roots = new(StringComparer.Ordinal);

    public PathRoots(IOptions<McpSecurityOptions> options, PolicySource source)
    {
        try
        {
            foreach (var (name, root) in options.Value.Paths)
            {
                _roots[name] = new OpenRoot(name, root, source.Files(options.Value.PolicyFiles));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public bool IsEmpty => _roots.Count == 0;

    public OpenRoot? Find(string name) => _roots.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var root in _roots.Values)
        {
            root.Dispose();
        }
    }
}
