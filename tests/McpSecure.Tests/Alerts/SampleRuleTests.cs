using System.Reflection;
using System.Text.RegularExpressions;
using McpSecure.Audit;
using McpSecure.Calls;
using McpSecure.Policy.Alerts;
using McpSecure.Tests.Support;
using Microsoft.Extensions.Logging;

namespace McpSecure.Tests.Alerts;

/// <summary>The rules for a SIEM ask for events, fields and values that there are.</summary>
public sealed partial class SampleRuleTests
{
    private const string Folder = "docs/alert-rules";

    /// <summary>The fields of each event, as its log template names them.</summary>
    private static readonly Dictionary<string, string[]> Events = typeof(McpSecurityOptions).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
        .OfType<LoggerMessageAttribute>()
        .Where(message => message.EventName is not null)
        .ToDictionary(message => message.EventName!, message => Placeholders().Matches(message.Message).Select(match => match.Groups["found"].Value).ToArray(), StringComparer.Ordinal);

    /// <summary>The values that fields of ours can have.</summary>
    private static readonly HashSet<string> Values =
    [
        .. Enum.GetValues<RefusalCode>().Select(Wire.NameOf),
        .. Enum.GetValues<CallOutcome>().Select(AuditNames.NameOf),
        .. AlertRuleNames.Defaults.Keys,
        AlertRuleNames.AlertStorm,
        Methods.CallTool,
        Wire.Other,
        "approved",
        "anonymous",
        "-",
    ];

    private static readonly string[] Files = [.. Repository.Files(Folder, "*.*").Where(file => !file.EndsWith(".md", StringComparison.Ordinal))];

    public static TheoryData<string> Rules => [.. Files];

    [Fact]
    public void There_are_rules_for_three_systems_and_the_page_names_each()
    {
        var page = Repository.Read($"{Folder}/README.md");

        Assert.Equal([".esql", ".kql", ".yml"], Files.Select(file => Path.GetExtension(file)).Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(Files.Length, 6, 20);
        Assert.All(Files, file => Assert.Contains($"]({file[(Folder.Length + 1)..]})", page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_rule_asks_for_what_there_is(string rule) => Assert.Empty(Mistakes(Repository.Read(rule), Path.GetExtension(rule)));

    [Theory]
    [InlineData(".kql", """tostring(Properties.EventName) == "mcpsecure.refused" """, "no event mcpsecure.refused")]
    [InlineData(".kql", """tostring(Properties.EventName) == "mcpsecure.refusal" and Properties.Reason == "x" """, "no field Reason")]
    [InlineData(".kql", """tostring(Properties.EventName) == "mcpsecure.refusal" and Properties.Code == "forbidden" """, "no value forbidden")]
    [InlineData(".esql", """event_name == "mcpsecure.refusal" AND attributes.Asker IN ("path_refused")""", "no field Asker")]
    [InlineData(".yml", "detection:\n  x:\n    EventName: mcpsecure.refusal\n    Reason: x\n", "no field Reason")]
    [InlineData(".yml", "detection:\n  x:\n    EventName: mcpsecure.refusal\n    Code:\n      - forbidden\n", "no value forbidden")]
    [InlineData(".yml", "detection:\n  x:\n    EventName: mcpsecure.refusal\ngroup-by:\n  - User\n", "no field User")]
    public void A_mistake_in_a_rule_would_be_noticed(string kind, string text, string expected) => Assert.Contains(expected, Mistakes(text, kind));

    private static IEnumerable<string> Mistakes(string text, string kind)
    {
        var told = EventNames().Matches(text).Select(match => match.Value).Distinct().ToArray();
        var known = told.Where(Events.ContainsKey).SelectMany(name => Events[name]).Append("EventName").ToHashSet(StringComparer.Ordinal);
        var (fields, values) = kind == ".yml" ? OfSigma(text) : (OfQuery(text), OfQuotes(text));
        return
        [
            .. told.Length == 0 ? ["no event at all"] : Array.Empty<string>(),
            .. told.Where(name => !Events.ContainsKey(name)).Select(name => $"no event {name}"),
            .. fields.Where(field => !known.Contains(field)).Select(field => $"no field {field}"),
            .. values.Where(value => !Events.ContainsKey(value) && !Values.Contains(value)).Select(value => $"no value {value}"),
        ];
    }

    private static string[] OfQuery(string text) => [.. QueryFields().Matches(text).Select(match => match.Groups["found"].Value).Distinct(StringComparer.Ordinal)];

    private static string[] OfQuotes(string text) => [.. Quotes().Matches(text).Select(match => match.Groups["found"].Value).Where(value => !value.StartsWith("mcpsecure.", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];

    /// <summary>Names with a capital are fields of ours, wherever they stand; what stands under them or beside them is a value.</summary>
    private static (string[] Fields, string[] Values) OfSigma(string text)
    {
        var (fields, values, isDetection, isList) = (new List<string>(), new List<string>(), false, false);
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0 && char.IsAsciiLetter(line[0]))
            {
                isDetection = line.StartsWith("detection", StringComparison.Ordinal);
            }

            var (name, value) = (SigmaNames().Match(line).Groups["found"].Value, SigmaValues().Match(line).Groups["found"].Value);
            var item = SigmaItems().Match(line).Groups["found"].Value;
            if (isDetection && name.Length > 0)
            {
                fields.Add(name);
                isList = value.Length == 0;
                values.AddRange(value.Length > 0 ? [value] : []);
            }
            else if (isDetection && isList && item.Length > 0)
            {
                values.Add(item);
            }
            else if (!isDetection && item.Length > 0 && char.IsAsciiLetterUpper(item[0]) && !item.Contains(' ', StringComparison.Ordinal))
            {
                fields.Add(item);
            }
        }

        return ([.. fields], [.. values]);
    }

    [GeneratedRegex(@"\{(?<found>\w+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholders();

    [GeneratedRegex(@"mcpsecure\.[a-z_.]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EventNames();

    [GeneratedRegex(@"(?<!resource\.)(?:Properties|attributes)\.(?<found>\w+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueryFields();

    [GeneratedRegex("\"(?<found>[^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quotes();

    [GeneratedRegex(@"^\s+(?<found>[A-Z]\w*):", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SigmaNames();

    [GeneratedRegex(@"^\s+[A-Z]\w*:\s*(?<found>\S+)\s*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SigmaValues();

    [GeneratedRegex(@"^\s+- (?<found>.*\S)\s*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SigmaItems();
}
