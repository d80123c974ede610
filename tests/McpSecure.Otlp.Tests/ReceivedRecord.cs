using McpSecure.Tests.Shared;

namespace McpSecure.Otlp.Tests;

/// <summary>A log record as it arrives, read by the field numbers of opentelemetry-proto, logs/v1.</summary>
internal sealed record ReceivedRecord(DateTimeOffset Time, string Body, string EventName, IReadOnlyDictionary<string, object> Attributes)
{
    public long Sequence => (long)Attributes["mcpsecure.journal.sequence"];

    public string Chain => (string)Attributes["mcpsecure.journal.chain"];

    public static IEnumerable<ReceivedRecord> ReadAll(ReadOnlyMemory<byte> request) =>
        from resource in ProtoField.Of(request, 1)
        from scope in resource.Of(2)
        from record in scope.Of(2)
        select new ReceivedRecord(
            DateTimeOffset.UnixEpoch.AddTicks((long)(record.Of(1).Single().Value / 100)),
            (string)ValueOf(record.Of(5).Single()),
            record.TextOf(12),
            record.Of(6).ToDictionary(pair => pair.TextOf(1), pair => ValueOf(pair.Of(2).Single()), StringComparer.Ordinal));

    private static object ValueOf(ProtoField any) => any.Of(1).Any() ? any.TextOf(1) : (long)any.Of(3).Single().Value;
}
