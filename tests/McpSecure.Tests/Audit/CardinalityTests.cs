using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Audit;

/// <summary>A time series is memory in every collector on the way. A client that makes names up must not make series.</summary>
[Collection(GlobalListeners.Name)]
public sealed class CardinalityTests
{
    private const int Names = 100_000;
    private const int AtOnce = 200;

    /// <summary>What the SDK does where its spans are listened to, and what cannot be changed from here: one series for each name.</summary>
    [Fact]
    public async Task The_meter_of_the_SDK_has_a_series_for_every_name_that_a_client_makes_up()
    {
        using var series = new Series(Audited.Sdk);
        using var spans = new SpanNames();
        await using var session = await Session.StartAsync(server => server.WithTools([Given.Tool("tool", new Ran())]));

        await CallAsync(session, 500);

        Assert.True(series.Of("mcp.server.operation.duration") >= 500);
    }

    [Fact]
    public async Task A_hundred_thousand_names_that_a_client_makes_up_are_one_series_and_one_span_name()
    {
        using var series = new Series(McpSecurityTelemetry.MeterName);
        using var spans = new SpanNames();
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity().WithTools([Given.Tool("tool", new Ran())]),
            new SessionSetup { Settings = """{ "McpSecurity": { "AnonymousRole": "guest", "Roles": { "guest": { "Tools": { "*": "Allow" } } } } }""" });

        await CallAsync(session, Names);

        Assert.True(spans.Count > 0);
        Assert.Equal(["mcpsecure.message", "tools/call _OTHER"], spans.Seen.Where(name => !name.StartsWith("initialize", StringComparison.Ordinal) && !name.StartsWith("notifications", StringComparison.Ordinal)));
        Assert.InRange(series.All, 1, 40);
        Assert.Equal(Names, series.Count("mcpsecure.messages", "tools/call"));
    }

    private static async Task CallAsync(Session session, int names)
    {
        await using var peer = await session.ConnectRawAsync();
        for (var name = 0; name < names; name += AtOnce)
        {
            await Task.WhenAll(Enumerable.Range(name, AtOnce).Select(one => peer.CallToolAsync($"made-up-{one}")));
        }

        await session.FinishAsync();
    }

    /// <summary>The combinations of instrument and tags, each of which is a series.</summary>
    private sealed class Series : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, long> _series = new(StringComparer.Ordinal);

        public Series(string meter)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == meter)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
            _listener.Start();
        }

        public int All => _series.Count;

        public int Of(string instrument) => _series.Keys.Count(key => key.StartsWith(instrument + " ", StringComparison.Ordinal));

        public long Count(string instrument, string text) =>
            _series.Where(one => one.Key.StartsWith(instrument + " ", StringComparison.Ordinal) && one.Key.Contains(text, StringComparison.Ordinal)).Sum(one => one.Value);

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var key = instrument.Name + " " + string.Join(';', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
            _series.AddOrUpdate(key, 1, static (_, count) => count + 1);
        }
    }

    private sealed class SpanNames : IDisposable
    {
        private readonly ActivityListener _listener;
        private readonly ConcurrentDictionary<string, int> _names = new(StringComparer.Ordinal);

        public SpanNames()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name is McpSecurityTelemetry.ActivitySourceName or Audited.Sdk,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span => _names.AddOrUpdate(span.DisplayName, 1, static (_, count) => count + 1),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public int Count => _names.Count;

        public IEnumerable<string> Seen => _names.Keys.Order(StringComparer.Ordinal);

        public void Dispose() => _listener.Dispose();
    }
}
