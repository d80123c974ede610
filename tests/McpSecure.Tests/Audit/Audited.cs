using System.Diagnostics;
using System.Diagnostics.Metrics;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Audit;

/// <summary>A guarded server whose three kinds of records are listened to. Its spans are global: join <see cref="GlobalListeners"/>.</summary>
internal sealed class Audited : IAsyncDisposable
{
    public const string Sdk = "Experimental.ModelContextProtocol";

    private readonly RecordedActivities _activities;
    private readonly RecordedMeasurements _measurements;

    private Audited(Session session, RawPeer peer)
    {
        Session = session;
        Peer = peer;
        _activities = new RecordedActivities(McpSecurityTelemetry.ActivitySourceName, Sdk);
        _measurements = new RecordedMeasurements(
            McpSecurityTelemetry.MeterName, session.Services.GetRequiredService<IMeterFactory>());
    }

    public Session Session { get; }

    /// <summary>Connected, and silent so far: there is no record of a handshake.</summary>
    public RawPeer Peer { get; }

    public IReadOnlyList<Activity> Spans => [.. _activities.Stopped.Where(span => span.Source.Name == McpSecurityTelemetry.ActivitySourceName)];

    public IReadOnlyList<Activity> SdkSpans => [.. _activities.Stopped.Where(span => span.Source.Name == Sdk)];

    public IReadOnlyList<Measurement> Counts => _measurements.Of("mcpsecure.messages");

    public IReadOnlyList<Measurement> Durations => _measurements.Of("mcp.server.operation.duration");

    public IReadOnlyList<LogEntry> Events => [.. Session.Logs.From(McpSecurityTelemetry.LogCategory).Where(entry => entry.EventId.Name != "mcpsecure.alert")];

    public static async Task<Audited> StartAsync(Action<IMcpServerBuilder> server, string role, Action<IServiceCollection>? services = null)
    {
        var session = await Session.StartAsync(
            builder => server(builder.AddMcpSecurity()),
            new SessionSetup
            {
                Services = services,
                Settings = $$"""{ "McpSecurity": { "AnonymousRole": "guest", "Roles": { "guest": {{role}} } } }""",
            });
        return new Audited(session, session.ConnectRaw());
    }

    /// <summary>Ends the session; afterwards there is exactly one record of this method, in its three forms, and they agree.</summary>
    public async Task<Activity> OneRecordAsync(string method, string outcome, string? code = null, string? guard = null)
    {
        await Session.FinishAsync();
        var span = Assert.Single(Spans, span => Is(span.GetTagItem("mcp.method.name"), method));
        var count = Assert.Single(Counts, one => Is(one.Tags["mcp.method.name"], method));
        var duration = Assert.Single(Durations, one => Is(one.Tags["mcp.method.name"], method));
        var entry = Assert.Single(Events, entry => Is(entry["Method"], method));

        Assert.Equal(1, count.Value);
        Assert.InRange(duration.Value, 0, Patience.Limit.TotalSeconds);
        Assert.Equal(code is null ? "mcpsecure.message" : "mcpsecure.refusal", entry.EventId.Name);
        Assert.Equal("mcpsecure.message", span.DisplayName);
        Assert.Equal(
            [outcome, outcome, outcome, outcome],
            [span.GetTagItem("mcpsecure.outcome"), count.Tags["mcpsecure.outcome"], duration.Tags["mcpsecure.outcome"], entry["Outcome"]]);
        Assert.Equal(
            [code, code, code],
            [span.GetTagItem("mcpsecure.refusal.code"), count.Tags.GetValueOrDefault("mcpsecure.refusal.code"), entry["Code"]]);
        Assert.Equal(
            [guard, guard, guard],
            [span.GetTagItem("mcpsecure.guard"), count.Tags.GetValueOrDefault("mcpsecure.guard"), entry["Guard"]]);
        Assert.Null(span.StatusDescription);
        return span;
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        _activities.Dispose();
        _measurements.Dispose();
    }

    private static bool Is(object? value, string method) => value as string == method;
}
