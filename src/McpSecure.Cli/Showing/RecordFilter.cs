namespace McpSecure.Cli.Showing;

/// <summary>Which records are asked for. All conditions have to hold; what the journal says of itself is nobody's doing and fits no condition but a time.</summary>
internal sealed class RecordFilter
{
    public Pattern? Who { get; init; }

    public Pattern? Tool { get; init; }

    public DateTimeOffset Since { get; init; } = DateTimeOffset.MinValue;

    public DateTimeOffset Until { get; init; } = DateTimeOffset.MaxValue;

    public bool OnlyRefused { get; init; }

    public bool Takes(ShownRecord record) =>
        record.Time >= Since && record.Time <= Until &&
        (Who is null || Who.Fits(record.User)) &&
        (Tool is null || Tool.Fits(record.Target)) &&
        (!OnlyRefused || record.IsRefused);
}
