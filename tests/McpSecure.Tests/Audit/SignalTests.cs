using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json.Nodes;
using McpSecure.Tests.Audit.Sinks;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Audit;

/// <summary>Secrets of every kind are planted wherever a client and a tool can put them. Then every signal is read: spans, the SDK's too, measurements, log events, alerts, and the journal at its fullest.</summary>
[Collection(GlobalListeners.Name)]
public sealed class SignalTests : IDisposable
{
    /// <summary>By name, by mark, and by shape. None of them is anybody's.</summary>
    private const string Password = "correct-horse-battery";
    private const string Pin = "pin-of-the-safe-4711";
    private const string Token = "ghp_" + "R4nd0mB0thSh0uldN0tBeF0undAnyw3re123";
    private const string Invented = "name-that-a-client-made-up";

    private static readonly string[] Planted = [Password, Pin, Token, Invented];

    private readonly KeptServer _kept = new();
    private readonly AlertLedger _alerts = new();

    public void Dispose() => _kept.Dispose();

    [Fact]
    public async Task Planted_secrets_are_in_no_signal()
    {
        using var spans = new RecordedActivities(McpSecurityTelemetry.ActivitySourceName, Audited.Sdk);
        var session = await StartAsync();
        using var measured = new RecordedMeasurements(McpSecurityTelemetry.MeterName, session.Services.GetRequiredService<IMeterFactory>());
        await SpeakAndEndAsync(session);

        string[] journal = [.. Directory.GetFiles(_kept.Folder, "*.jsonl").SelectMany(File.ReadAllLines)];
        Assert.Contains(journal, line => line.Contains("hmac-sha256:", StringComparison.Ordinal)); // it is full, and they are masked
        Assert.Contains(spans.Stopped, span => span.GetTagItem("mcpsecure.redactions") is > 0);
        Assert.NotEmpty(measured.Of("mcpsecure.messages"));
        Assert.NotEmpty(_alerts.Texts);
        AssertNowhere("the journal", journal.Select(line => line.Replace($"\"args\":{{\"{Invented}\":\"ann\"", string.Empty, StringComparison.Ordinal))); // a name in the arguments is one of them
        AssertNowhere("a span", spans.Stopped.SelectMany(Texts));
        AssertNowhere("a measurement", measured.All.SelectMany(one => one.Tags).SelectMany(Texts));
        AssertNowhere("an alert", _alerts.Texts);
        AssertNowhere("the log", session.Logs.From(nameof(McpSecure)).SelectMany(entry => entry.State.SelectMany(Texts).Concat([entry.Message, $"{entry.Exception}"])));
    }

    /// <summary>What the guard is against: the plain SDK exports them.</summary>
    [Fact]
    public async Task The_plain_SDK_has_them_in_its_spans()
    {
        using var spans = new RecordedActivities(Audited.Sdk);
        await SpeakAndEndAsync(await StartAsync(isSecured: false));

        var texts = spans.Stopped.SelectMany(Texts).ToArray();
        Assert.Contains(texts, text => text.Contains(Token, StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains(Invented, StringComparison.Ordinal));
    }

    private static async Task SpeakAndEndAsync(Session session)
    {
        await using var ending = session;
        await using var peer = await session.ConnectRawAsync();
        var arguments = $$"""{"user":"ann","password":"{{Password}}","pin":"{{Pin}}","text":"use {{Token}} for it","card":{"number":"{{Pin}}","apiKey":"{{Password}}"} }""";
        foreach (var tool in new[] { "login", "failing", "protesting", "talking", Invented })
        {
            await peer.CallToolAsync(tool, arguments);
            await peer.CallToolAsync(tool, arguments.Replace("\"user\"", $"\"{Invented}\"", StringComparison.Ordinal));
        }

        for (var call = 0; call < 30; call++)
        {
            await peer.CallToolAsync($"{Invented}-{call}", arguments); // enough for an alert
        }

        await peer.RequestAsync("prompts/get", $$"""{"name":"{{Invented}}","arguments":{"password":"{{Password}}"} }""");
        await peer.RequestAsync("resources/read", $$"""{"uri":"mem://{{Invented}}/{{Token}}"}""");
        await peer.RequestAsync($"x/{Invented}", $$"""{"password":"{{Password}}"}""");
        await peer.NotifyAsync("notifications/cancelled", $$"""{"requestId":99,"reason":"{{Token}}"}""");
        await session.FinishAsync();
    }

    private static void AssertNowhere(string signal, IEnumerable<string> texts) => Assert.All(
        texts,
        text => Assert.All(Planted, secret => Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{secret} is in {signal}: {text}")));

    // The name that a span of the SDK was begun with is exported by nobody.
    private static IEnumerable<string> Texts(Activity span) =>
    [
        span.DisplayName, $"{span.StatusDescription}", $"{span.TraceStateString}", .. span.TagObjects.SelectMany(Texts), .. span.Baggage.Select(one => $"{one.Key}={one.Value}"),
        .. span.Events.SelectMany(one => one.Tags.SelectMany(Texts).Append(one.Name)), .. span.Links.SelectMany(link => link.Tags ?? []).SelectMany(Texts),
    ];

    private static IEnumerable<string> Texts(KeyValuePair<string, object?> tag) =>
        [tag.Key, .. tag.Value is IEnumerable<string> many ? many : [Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? ""]];

    private async Task<Session> StartAsync(bool isSecured = true)
    {
        void Furnish(IMcpServerBuilder server) => server.WithTools(
        [
            Given.Tool("login", Login), Given.Tool("failing", Failing), Given.Tool("protesting", Protesting), Given.Tool("talking", TalkingAsync),
        ]);
        return isSecured
            ? await _kept.StartAsync(
                Furnish,
                """ "Level": "Full", "Redaction": { "Results": true } """,
                """ "Tools": { "login": { "Sensitive": { "card.number": true } }, "failing": { "Sensitive": { "card.number": true } }, "protesting": { "Sensitive": { "card.number": true } }, "talking": { "Sensitive": { "card.number": true } } }, """,
                services => services.AddSingleton<IAlertSink>(_alerts))
            : await Session.StartAsync(Furnish);
    }

    private static string Login(string user, string password, [Sensitive] string pin, string text, Card card) => $"{user}: {text}";

    private static string Failing(string user, string password, [Sensitive] string pin, string text, Card card) => throw new McpException($"{password} {pin} {text}");

    private static string Protesting(string user, string password, [Sensitive] string pin, string text, Card card) =>
        throw new McpProtocolException($"{password} {pin} {text} {card}", McpErrorCode.InvalidParams);

    private static async Task<string> TalkingAsync(McpServer server, string user, string password, [Sensitive] string pin, string text, Card card)
    {
        await server.SendNotificationAsync("notifications/message", new JsonObject { ["level"] = "error", ["data"] = text });
        throw new InvalidOperationException($"{password} {pin} {text} {card}");
    }

    private sealed record Card(string Number, string ApiKey);

    private sealed class AlertLedger : IAlertSink
    {
        private readonly ConcurrentQueue<string> _texts = new();

        public IReadOnlyList<string> Texts => [.. _texts];

        public ValueTask SendAsync(Alert alert, CancellationToken cancellationToken)
        {
            _texts.Enqueue(string.Join(' ', alert.Rule, alert.Caller, alert.Tool, alert.Key, alert.Severity));
            return default;
        }
    }
}
