using McpSecure.Audit;
using McpSecure.Calls;
using McpSecure.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Attacks;

/// <summary>Takes one protection away, so that the attack it stops can be seen to succeed. A server always has all of them.</summary>
internal static class Without
{
    public static Action<IServiceCollection> Nothing => static _ => { };

    public static Action<IServiceCollection> Everything => Slot(Slots.All);

    public static Action<IServiceCollection> Slot(Slots slots) => services => services.AddSingleton(new SlotSelection(Slots.All & ~slots));

    public static Action<IServiceCollection> Guard<TGuard>()
        where TGuard : IGuard => services =>
    {
        const string Whole = "whole";
        services.AddKeyedSingleton<SecurityPipeline>(Whole);
        services.AddSingleton(provider => new SecurityPipeline(
            [.. provider.GetRequiredKeyedService<SecurityPipeline>(Whole).Guards.Where(guard => guard is not TGuard)]));
    };

    /// <summary>The first slot still says who sends a message, a guest, but no longer looks at its shape.</summary>
    public static Action<IServiceCollection> Structure => services =>
    {
        Slot(Slots.Incoming)(services);
        services.AddOptions<McpServerOptions>().PostConfigure<AuditTrail>((options, audit) =>
            options.Filters.Message.IncomingFilters.Insert(0, next => (context, cancellationToken) =>
            {
                MessageState.Attach(context, audit.Begin(Wire.Other)).Caller = new Caller { Roles = ["guest"] };
                return next(context, cancellationToken);
            }));
    };
}
