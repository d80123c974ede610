namespace McpSecure.Cli;

/// <summary>Which records are shown.</summary>
internal sealed class ShowFilter
{
    public string? Who { get; init; }

    public string? Tool { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    public bool Refused { get; init; }

    public bool Takes(ShownRecord record) =>
        (Who is null || string.Equals(Who, record.User, StringComparison.Ordinal)) &&
        (Tool is null || string.Equals(Tool, record.Target, StringComparison.Ordinal)) &&
        (Since is null || record.Time >= Since) &&
        (Until is null || record.Time < Until) &&
        (!Refused || record.IsRefused);
}
