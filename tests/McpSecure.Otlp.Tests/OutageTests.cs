using McpSecure.Tests.Audit.Forwarding;
using McpSecure.Tests.Journal;
using OpenTelemetry.Exporter;

namespace McpSecure.Otlp.Tests;

/// <summary>Whatever the collector does, in the end it has exactly the records of the journal, some of them more than once.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private readonly JournalFolder _folder = new();
    private readonly Collector _collector = new();
    private readonly OtlpJournalReceiver _receiver;

    public OutageTests() => _receiver = new OtlpJournalReceiver(new OtlpExporterOptions
    {
        Protocol = OtlpExportProtocol.HttpProtobuf,
        Endpoint = new Uri(_collector.Address, "/v1/logs"),
        TimeoutMilliseconds = 500,
    });

    public Task InitializeAsync() => _collector.UpAsync();

    public async Task DisposeAsync()
    {
        _receiver.Dispose();
        await _collector.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_record_arrives_as_it_stands_in_the_journal()
    {
        await using var forwarded = await Forwarded.StartAsync(_folder, _receiver);
        await forwarded.WriteAsync(100);
        await ArriveAsync(forwarded);

        Assert.Equal(_folder.Lines(), _collector.Records.Select(record => record.Body));
        Assert.All(_collector.Records, record => Assert.Equal(("mcpsecure.journal", _folder.Time.GetUtcNow().Date), (record.EventName, record.Time.Date)));
        Assert.Single(_collector.Records.Select(record => record.Chain).Distinct());
        Assert.Equal(["segment", "open", "checkpoint", "intent"], _collector.Records.Take(4).Select(record => record.Attributes["mcpsecure.journal.kind"]));
    }

    [Theory]
    [InlineData(Mood.Unavailable)]
    [InlineData(Mood.TakesAndFails)]
    [InlineData(Mood.TakesAndBreaksOff)]
    [InlineData(Mood.Hangs)]
    internal async Task After_an_outage_exactly_the_records_of_the_journal_are_there(Mood mood)
    {
        await using var forwarded = await Forwarded.StartAsync(_folder, _receiver);
        await forwarded.WriteAsync(700);
        await ArriveAsync(forwarded);

        _collector.Mood = mood;
        await forwarded.WriteAsync(700);
        await forwarded.UntilAsync(() => _collector.RequestsWhile(mood) >= 3);
        _collector.Mood = Mood.Well;
        await forwarded.WriteAsync(700);
        await ArriveAsync(forwarded);

        Assert.True(forwarded.Told("mcpsecure.forward_resumed") >= 1);
        Assert.Equal(_folder.Lines(), _collector.Records.DistinctBy(record => record.Sequence).OrderBy(record => record.Sequence).Select(record => record.Body));
    }

    [Fact]
    public async Task After_it_was_down_exactly_the_records_of_the_journal_are_there()
    {
        await _collector.DownAsync();
        await using (var forwarded = await Forwarded.StartAsync(_folder, _receiver))
        {
            await forwarded.WriteAsync(1500);
            await forwarded.UntilAsync(() => forwarded.Measured.Of("mcpsecure.journal.forward.failures").Count >= 3);
        }

        // The server ended meanwhile, and nothing had arrived.
        Assert.Empty(_collector.Records);
        await _collector.UpAsync();
        await using var again = await Forwarded.StartAsync(_folder, _receiver);
        await again.WriteAsync(100);
        await ArriveAsync(again);
    }

    [Fact]
    public async Task Ten_thousand_records_arrive_while_it_comes_and_goes()
    {
        await using var forwarded = await Forwarded.StartAsync(_folder, _receiver);
        Mood[] moods = [Mood.Well, Mood.Unavailable, Mood.TakesAndFails, Mood.Well, Mood.TakesAndBreaksOff];
        for (var part = 0; part < 10; part++)
        {
            _collector.Mood = moods[part % moods.Length];
            await forwarded.WriteAsync(1000);
            var requests = _collector.RequestsWhile(_collector.Mood);
            await forwarded.UntilAsync(() => _collector.RequestsWhile(_collector.Mood) > requests);
        }

        _collector.Mood = Mood.Well;
        await ArriveAsync(forwarded);
        Assert.True(_collector.Records.Count > forwarded.Last);
    }

    private async Task ArriveAsync(Forwarded forwarded)
    {
        await forwarded.UntilAsync(() => _collector.Sequences.LastOrDefault() == forwarded.Last);
        Assert.Equal(Enumerable.Range(1, (int)forwarded.Last).Select(number => (long)number), _collector.Sequences);
    }
}
