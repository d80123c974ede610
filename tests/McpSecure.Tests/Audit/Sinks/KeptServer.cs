using System.Text.Json;
using McpSecure.Journal;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Audit.Sinks;

/// <summary>A server that keeps a journal, and what is in it.</summary>
internal sealed class KeptServer(string? directory = null) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mcpsecure-journal-").FullName;

    public string Folder => directory ?? Path.Join(_root, "journal");

    public string KeyFile => Path.Join(_root, "journal.key");

    public Ran Ran { get; } = new();

    /// <summary>What is kept so far: the records, without what the journal says of itself.</summary>
    public IReadOnlyList<JsonElement> Records
    {
        get
        {
            using var reader = new JournalReader(Folder);
            return [.. reader.ReadAll().Where(record => record.Own is null).Select(record => JsonElement.Parse(record.Record.Span))];
        }
    }

    public Task<Session> StartAsync(Action<IMcpServerBuilder> server, string audit = """ "Level": "Full" """, string more = "", Action<IServiceCollection>? services = null, bool hosted = false) =>
        Session.StartAsync(
            builder => server(builder.AddMcpSecurity()),
            new SessionSetup
            {
                Hosted = hosted,
                Services = services,
                Settings = $$"""
                    { "McpSecurity": { "Audit": { {{audit}}, "Journal": { "Directory": {{Quoted(Folder)}}, "KeyFile": {{Quoted(KeyFile)}} } },
                      {{more}} "AnonymousRole": "guest", "Roles": { "guest": { "Tools": { "*": "Allow" } } } } }
                    """,
            });

    public JournalVerification Verify() => JournalVerifier.Verify(Folder, new JournalVerifyOptions());

    public static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) ? value.GetString() : null;

    public IEnumerable<JsonElement> Of(string kind) => Records.Where(record => Text(record, "kind") == kind);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
