using McpSecure.Execution;
using Microsoft.Extensions.Http;

namespace McpSecure.Policy.Egress;

/// <summary>Puts the guard at the end of a client's handlers, in the place of whatever stands there.</summary>
/// <remarks>The first filter is the outermost, and has the last word: after every ConfigurePrimaryHttpMessageHandler and every other filter.</remarks>
internal sealed class EgressFilter(EgressClients clients, TimeProvider time) : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (clients.Contain(builder.Name))
        {
            builder.PrimaryHandler = new EgressGuard(clients.OptionsOf(builder.Name!), time);
        }
    };
}
