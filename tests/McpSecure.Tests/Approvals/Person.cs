using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.Approvals;

/// <summary>Whoever sits in front of the client, and what he was asked.</summary>
internal sealed class Person(Func<ElicitRequestParams, ElicitResult> answer)
{
    private readonly List<ElicitRequestParams> _asked = [];

    public IReadOnlyList<ElicitRequestParams> Asked => _asked;

    public static Person Approves { get; } = new(_ => Yes);

    public static ElicitResult Yes => new()
    {
        Action = "accept",
        Content = new Dictionary<string, JsonElement> { ["approve"] = JsonElement.Parse("true") },
    };

    public void Sit(McpClientOptions client)
    {
        client.Handlers.ElicitationHandler = (question, _) =>
        {
            lock (_asked)
            {
                _asked.Add(question!);
            }

            return new(answer(question!));
        };
    }
}
