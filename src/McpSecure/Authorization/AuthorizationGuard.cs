using McpSecure.Calls;
using McpSecure.Policy;
using Microsoft.Extensions.Options;

namespace McpSecure.Authorization;

/// <summary>May this caller use this?</summary>
internal sealed class AuthorizationGuard(AccessPolicy policy, IOptions<McpSecurityOptions> options) : IGuard
{
    private readonly bool _explains = options.Value.Refusals == RefusalStyle.Explain;

    public string Name => "authorization";

    public ValueTask<Verdict> CheckAsync(Call call, CancellationToken cancellationToken)
    {
        call.Decision = policy.Decide(call.Kind, call.Name, call.Caller, call.Facts);
        if (!call.IsServed)
        {
            call.Decision = new(Access.Deny, "nothing of that name exists");
        }

        return new(call.Decision.Access switch
        {
            Access.Allow => Verdict.Continue,
            Access.Ask => Verdict.Ask,
            _ => Verdict.Refuse(Refuse(call)),
        });
    }

    private Refusal Refuse(Call call) => _explains && call.Facts.IsRegistered
        ? new(RefusalCode.NotAllowed, $"You are not allowed to use the {Wire.NameOf(call.Kind)} '{Echo.Of(call.Name)}'.")
        : new(RefusalCode.NotFound, string.Empty);
}
