using System.Globalization;
using McpSecure.Files;
using McpSecure.Journal;
using McpSecure.Policy.Alerts;
using McpSecure.Policy.Rules;

namespace McpSecure.Policy;

/// <summary>The shape a configuration section must have. Written out by hand: no reflection, and a test compares it with the options.</summary>
internal abstract record Shape
{
    private const string HostAdvice = "Write a host without its port; an IPv6 address can be given in code only, with UseEgressGuard(o => …).";

    private static Text Number { get; } = new("a number such as 5000 or 0.01, of at most 28 digits", RuleText.IsExactDecimal);

    private static Text Count { get; } = new("a whole number, 0 or more", RuleText.IsCount);

    private static Map ArgumentRules { get; } = new(new Members(new(StringComparer.OrdinalIgnoreCase)
    {
        [RuleDefinitions.EqualsKey] = new Text("the only value (OneOf takes several)"),
        ["OneOf"] = new Map(Choice.Of<Access>()) { HasValuesAsKeys = true },
        ["Pattern"] = new Text("a regular expression"),
        ["Minimum"] = Number,
        ["Maximum"] = Number,
        ["MinLength"] = Count,
        ["MaxLength"] = Count,
        ["MaxItems"] = Count,
        ["AskAbove"] = Number,
    }));

    private static Text Truth { get; } = new("true or false", value => bool.TryParse(value, out _));

    private static Text Bytes { get; } = new("a whole number of bytes, 0 or more", RuleText.IsByteCount);


    private static Map Roots { get; } = new(new Members(new(StringComparer.OrdinalIgnoreCase)
    {
        ["Root"] = new Text("a directory"),
        ["Access"] = Choice.Of<PathAccess>(),
        ["SymbolicLinks"] = Choice.Of<SymbolicLinks>(),
        ["HardLinks"] = Choice.Of<HardLinks>(),
        ["CrossMounts"] = Truth,
        ["MaxReadBytes"] = Bytes,
        ["MaxWriteBytes"] = Bytes,
        ["ProtectedNames"] = new Map(Truth),
    }));

    private static Map Clients { get; } = new(new Members(new(StringComparer.OrdinalIgnoreCase)
    {
        ["Hosts"] = new Map(Truth) { HasNoColons = HostAdvice },
        ["InternalHosts"] = new Map(new Text("the network that the host is in, such as 10.1.2.0/24")) { HasNoColons = HostAdvice },
        ["AllowHttp"] = Truth,
        ["Ports"] = new Map(Truth) { HasValuesAsKeys = true, Keys = new Text("a port, 1 to 65535", RuleText.IsPort) },
        ["MaxRedirects"] = Count,
        ["MaxResponseBytes"] = Bytes,
        ["TimeoutSeconds"] = Count,
        ["ConnectTimeoutSeconds"] = Count,
    }));

    private static Map ToolPaths { get; } = new(new Members(new(StringComparer.OrdinalIgnoreCase)
    {
        ["Root"] = new Text("the name of a root"),
        ["Access"] = Choice.Of<PathAccess>(),
        ["MustExist"] = Truth,
    }));

    private static Map RolePaths { get; } = new(new Members(new(StringComparer.OrdinalIgnoreCase) { ["Under"] = new Text("a directory beneath the root") }));

    private static Members Approval { get; } = new(new(StringComparer.OrdinalIgnoreCase)
    {
        ["TimeoutSeconds"] = new Text("a whole number from 1 to 86400", text => RuleText.IsWithin(text, 1, ApprovalOptions.MostSeconds)),
    });

    private static Members Journal { get; } = new(new(StringComparer.OrdinalIgnoreCase)
    {
        ["Directory"] = new Text("a directory"),
        ["Durability"] = Choice.Of<JournalDurability>(),
        ["MaxSegmentBytes"] = Bytes,
        ["KeyFile"] = new Text("a file outside of the directory"),
        ["CheckpointFile"] = new Text("a file outside of the directory"),
        ["CheckpointRecords"] = Count,
        ["CheckpointSeconds"] = Count,
        ["TimeoutSeconds"] = Count,
    });

    private static Text Windows { get; } = new("windows such as 08:00-12:00, 13:00-17:30", WeekWindows.IsValid);

    private static Members Alerts { get; } = new(new(
        AlertSetting.All.Select(setting => KeyValuePair.Create<string, Shape>(setting.Name, new Text(setting.Expected, setting.IsValid))), StringComparer.OrdinalIgnoreCase)
    {
        ["Enabled"] = Truth,
        ["Rules"] = new Map(Truth),
        ["Hours"] = new Map(new Members(new(StringComparer.OrdinalIgnoreCase)
        {
            ["TimeZone"] = new Text("a time zone such as Europe/Berlin"),
            ["Monday"] = Windows,
            ["Tuesday"] = Windows,
            ["Wednesday"] = Windows,
            ["Thursday"] = Windows,
            ["Friday"] = Windows,
            ["Saturday"] = Windows,
            ["Sunday"] = Windows,
        })),
    });

    public static Shape Policy { get; } = new Members(new(StringComparer.OrdinalIgnoreCase)
    {
        ["LocalRole"] = new Text("the name of a role"),
        ["AnonymousRole"] = new Text("the name of a role"),
        ["RoleClaim"] = new Text("a claim type"),
        ["Mode"] = Choice.Of<SecurityMode>(),
        ["ObserveUntil"] = new Text("a date such as 2026-12-24", IsDate),
        ["Refusals"] = Choice.Of<RefusalStyle>(),
        ["UnknownTools"] = Choice.Of<UnknownNames>(),
        ["TrustRemoteParent"] = Truth,
        ["Limits"] = LimitsUpTo(LimitLayer.Server),
        ["Approvals"] = Approval,
        ["Audit"] = new Members(new(StringComparer.OrdinalIgnoreCase)
        {
            ["Level"] = Choice.WithNone<AuditLevel>(),
            ["OnFailure"] = Choice.Of<AuditFailure>(),
            ["ReportFile"] = new Text("a file outside of the journal's directory"),
            ["Journal"] = Journal,
            ["ForwardToLog"] = Truth,
            ["Redaction"] = new Members(new(StringComparer.OrdinalIgnoreCase)
            {
                ["Keys"] = new Map(Truth),
                ["Results"] = Truth,
                ["HashKeyFile"] = new Text("a file"),
            }),
            ["Alerts"] = Alerts,
        }),
        ["Paths"] = Roots,
        ["Egress"] = Clients,
        ["AllowedMethods"] = new Map(Choice.Of<Access>()),
        ["Roles"] = new Map(new Members(new(StringComparer.OrdinalIgnoreCase)
        {
            ["Inherits"] = new Text("the name of a role"),
            ["AuditLevel"] = Choice.WithNone<AuditLevel>(),
            ["Limits"] = LimitsUpTo(LimitLayer.Role),
            ["Tools"] = new Map(Choice.Of<Access>()),
            ["Prompts"] = new Map(Choice.Of<Access>()),
            ["Resources"] = new Map(new Members(new(StringComparer.OrdinalIgnoreCase)
            {
                ["Uri"] = new Text("a pattern such as docs://handbook/**"),
                ["Access"] = Choice.Of<Access>(),
            })),
            ["Members"] = new Map(new Members(new(StringComparer.OrdinalIgnoreCase)
            {
                ["Claim"] = new Text("a claim type"),
                ["Value"] = new Text("a claim value"),
            })),
        })),
        ["Tools"] = new Map(new Members(new(StringComparer.OrdinalIgnoreCase)
        {
            ["Access"] = Choice.Of<Access>(),
            ["Limits"] = LimitsUpTo(LimitLayer.Tool),
            ["Approval"] = Approval,
            ["AuditLevel"] = Choice.WithNone<AuditLevel>(),
            ["UnknownFields"] = Choice.Of<UnknownFields>(),
            ["UnvalidatedArguments"] = Choice.Of<UnvalidatedArguments>(),
            ["Arguments"] = ArgumentRules,
            ["Paths"] = ToolPaths,
            ["Sensitive"] = new Map(Truth),
            ["Roles"] = new Map(new Members(new(StringComparer.OrdinalIgnoreCase) { ["Arguments"] = ArgumentRules, ["Paths"] = RolePaths })),
        })),
    });

    private static Members LimitsUpTo(LimitLayer layer) => new(LimitSettings.All
        .Where(setting => setting.Layer <= layer)
        .ToDictionary<LimitSetting, string, Shape>(setting => setting.Name, setting => new Text(setting.Expected, setting.IsValid), StringComparer.OrdinalIgnoreCase));

    private static bool IsDate(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>One value.</summary>
    internal record Text(string Expected, Func<string, bool>? IsValid = null) : Shape;

    /// <summary>One name of an enumeration: no number, no combination.</summary>
    internal sealed record Choice(string[] Names) : Text(Or(Names), value => Names.Contains(value, StringComparer.OrdinalIgnoreCase))
    {
        public static Choice Of<T>()
            where T : struct, Enum => new([.. Enum.GetNames<T>().Where(name => name is not nameof(PathAccess.None))]); // nobody asks for nothing

        public static Choice WithNone<T>()
            where T : struct, Enum => new(Enum.GetNames<T>());

        private static string Or(string[] names) =>
            names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    /// <summary>Entries under names the operator chooses.</summary>
    internal sealed record Map(Shape Entry) : Shape
    {
        /// <summary>Gets a value indicating whether a key is a value, such as 10, and the map as a whole says something, so that it is not empty.</summary>
        public bool HasValuesAsKeys { get; init; }

        /// <summary>Gets what a key has to be; <see langword="null"/> for anything.</summary>
        public Text? Keys { get; init; }

        /// <summary>Gets what to do instead of a key with a colon, which configuration takes for two; <see langword="null"/> where nobody would write one.</summary>
        public string? HasNoColons { get; init; }
    }

    /// <summary>Entries under fixed names.</summary>
    internal sealed record Members(Dictionary<string, Shape> Known) : Shape;
}
