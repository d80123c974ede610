using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Hosting;

/// <summary>Learns which client a typed client asks the factory for. It asks before it does anything else, so that nothing of the application runs.</summary>
internal sealed class ClientProbe : IServiceProvider, IHttpClientFactory
{
    private string? _name;

    private ClientProbe()
    {
    }

    /// <summary>The name of the client; <see langword="null"/> if it asks for none.</summary>
    public static string? NameOf(ServiceDescriptor typedClient)
    {
        var probe = new ClientProbe();
        try
        {
            typedClient.ImplementationFactory?.Invoke(probe);
        }
        catch (Exception)
        {
            // It has asked, or needs what a probe does not have: then it is no typed client.
        }

        return probe._name;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType) => serviceType == typeof(IHttpClientFactory) ? this : null;

    /// <inheritdoc/>
    public HttpClient CreateClient(string name)
    {
        _name = name;
        throw new NotSupportedException("This is enough to know.");
    }
}
