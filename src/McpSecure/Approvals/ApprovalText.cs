using McpSecure.Calls;

namespace McpSecure.Approvals;

internal sealed class ApprovalText
{
    private readonly string _end = "?";

    public ValueTask<string> OfAsync(Call call, IServiceProvider services, CancellationToken cancellationToken) => new(call.Name + _end);
}
