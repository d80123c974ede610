using System.Security.Claims;
using System.Text.Json;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Inventory;

/// <summary>A server that is reviewed, with a folder for its journal and its report, and a user who can be another one for each call.</summary>
internal sealed class Reviewed : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mcpsecure-review-").FullName;

    public FakeTime Time { get; } = new();

    public ClaimsPrincipal? User { get; set; }

    public Ran Ran { get; } = new();

    public string Journal => Path.Join(_root, "journal");

    public string File => Path.Join(_root, "reports", "report.json");

    public string Segment(int number) => Path.Join(Journal, $"journal-{number:D8}.jsonl");

    /// <summary>Starts it: with these members of the section, and of its audit section or else with a journal.</summary>
    public Task<Session> StartAsync(string policy, Action<IMcpServerBuilder> server, string? audit = null, bool hosted = false) => Session.StartAsync(
        builder => server(builder.AddMcpSecurity()),
        new SessionSetup
        {
            Hosted = hosted,
            User = _ => User,
            Services = services => services.AddSingleton<TimeProvider>(Time),
            Settings = $$"""{ "McpSecurity": { "Audit": { {{audit ?? JournalSection}} }, {{policy}} } }""",
        });

    public string JournalSection => $$""" "Journal": { "Directory": {{Quoted(Journal)}}, "KeyFile": {{Quoted(Path.Join(_root, "key.pem"))}}, "MaxSegmentBytes": 65536 } """;

    public string FileSection => $$""" "ReportFile": {{Quoted(File)}} """;

    public static IMcpSecurityReport Of(Session session) => session.Services.GetRequiredService<IMcpSecurityReport>();

    public static ReportedPrimitive Row(McpSecurityReport report, string name) => Assert.Single(report.Primitives, primitive => primitive.Name == name);

    public static ReportedGrant Grant(McpSecurityReport report, string name, string role) => Assert.Single(Row(report, name).Grants, grant => grant.Role == role);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
