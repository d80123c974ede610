using McpSecure.Calls;
using McpSecure.Tests.Packaging;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Pages;

/// <summary>The README and every other page: their C# compiles, their JSON is a policy that starts, their settings exist.</summary>
public sealed class PagesTests
{
    /// <summary>How a fragment of JSON begins, and the file around it.</summary>
    private static readonly (string Start, string Before, string After)[] Surroundings =
    [
        ("\"Resources\"", """{ "McpSecurity": { "Roles": { "reader": {""", "} } } }"),
        ("\"editor\"", """{ "McpSecurity": { "Roles": {""", "} } }"),
        ("\"json.schemas\"", "{", "}"),
        ("{", "", ""),
    ];

    /// <summary>Settings of other programs, in which there is nothing of ours to check: an editor's, a client's.</summary>
    private static readonly string[] OfOthers = ["json.schemas", "mcpServers"];

    private static readonly string[] Codes = [.. Enum.GetValues<RefusalCode>().Select(Wire.NameOf)];
    private static readonly string[] Retries = [.. Enum.GetValues<Retry>().Select(Wire.NameOf)];

    [Theory]
    [MemberData(nameof(Places), "csharp cs c#")]
    public void Its_CSharp_compiles(string place) => Assert.Empty(CSharpSnippet.Errors(Snippet.At(place).Text));

    [Theory]
    [MemberData(nameof(Places), "json jsonc json5")]
    public void Its_JSON_is_sound_for_the_server_and_for_the_editor(string place) => Assert.Empty(JsonErrors(Snippet.At(place).Text));

    [Fact]
    public void What_is_taken_from_a_sample_stands_in_it()
    {
        var excerpts = Snippet.All.Where(snippet => snippet.Source is not null).ToArray();

        Assert.NotEmpty(excerpts);
        Assert.All(excerpts, excerpt => Assert.True(excerpt.Text.Length > 0 && excerpt.StandsIn(Repository.Read(excerpt.Source!)), excerpt.Place));
        Assert.False(new Snippet("p.md:1", "csharp", "one\ntwo").StandsIn("one\n\ntwo"));
    }

    [Theory]
    [InlineData("services.AddMcpServer().AddMcpSecurit();", "AddMcpSecurit")]
    [InlineData("using McpSecure;\nMcpSecurity.Seal();", "Seal")]
    [InlineData("[McpServerTool(Nam = \"x\")]\nvoid M() { }", "Nam")]
    public void CSharp_that_does_not_compile_would_be_noticed(string code, string name) =>
        Assert.Contains(CSharpSnippet.Errors(code), error => error.Contains(name, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{ "McpSecurity": { "LocalRol": "x" } }""")] // a key that is no setting
    [InlineData("""{ "McpSecurity": { "LocalRole": "x" } }""")] // a role that does not exist
    [InlineData("""{ "McpSecurity": { "Roles": { "x": { "Tools": { "y": "Alow" } } } } }""")]
    [InlineData("""  "Resources": { "handbook": { "Uri": "docs://handbook/**", "Acces": "Allow" } }  """)] // within a fragment
    [InlineData("""{ "code": "no_such_code", "retry": "never" }""")]
    [InlineData("""{ "code": "not_allowed", "retry": "perhaps" }""")]
    [InlineData("\"fragment\": {}")] // nobody said what stands around it
    [InlineData("""{ "Unheard": 1 }""")]
    public void JSON_that_is_not_sound_would_be_noticed(string json) => Assert.NotEmpty(JsonErrors(json.Trim()));

    [Fact]
    public void The_blocks_are_found_with_their_place_and_language()
    {
        Assert.Equal(
            [new Snippet("p.md:2", "csharp", "one\ntwo"), new Snippet("p.md:6", "", "  three")],
            Snippet.In("p.md", "text\n```csharp\none\ntwo\n```\n   ```\n  three\n   ```\n"));
        Assert.Contains(Snippet.All, snippet => snippet.Place.StartsWith("README.md:", StringComparison.Ordinal));
        Assert.Contains(Snippet.All, snippet => snippet.Place.StartsWith("docs/", StringComparison.Ordinal));
        Assert.Contains(Snippet.All, snippet => snippet.Place.StartsWith("src/McpSecure/README.md:", StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_of_settings_in_the_README_has_each_of_them()
    {
        var rows = Repository.Read("README.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToArray();
        var settings = Schema.OfPackage.Definitions.SelectMany(definition => definition.Value.Members).Distinct(StringComparer.Ordinal);

        Assert.All(settings, setting => Assert.Contains(rows, row => IsNamed(row.Split('|')[1], setting)));
    }

    [Fact]
    public void Links_lead_to_a_page_that_is_there()
    {
        var dead =
            from page in Repository.Files(".", "*.md")
            from link in Repository.Read(page).Split("](").Skip(1).Select(rest => rest.Split(')', '#', ' ')[0])
            where link.Length > 0 && !link.Contains("://", StringComparison.Ordinal)
            let target = Path.Join(Repository.Root, Path.GetDirectoryName(page), link)
            where !File.Exists(target) && !Directory.Exists(target)
            select $"{page}: {link}";

        Assert.Empty(dead);
    }

    public static TheoryData<string> Places(string languages) =>
        [.. Snippet.All.Where(snippet => snippet.Source is null && languages.Split(' ').Contains(snippet.Language)).Select(snippet => snippet.Place)];

    private static string[] JsonErrors(string json)
    {
        var fits = Surroundings.Where(candidate => json.StartsWith(candidate.Start, StringComparison.Ordinal)).ToArray();
        if (fits is not [var (_, before, after), ..])
        {
            return ["A fragment of JSON needs a row in Surroundings, which says what stands around it."];
        }

        var document = $"{before}{json}{after}";
        var root = Documents.Parse(document);

        // A directory of the reader's machine, which is not here. Any other that holds nothing of ours stands in.
        document = document.Replace("/srv/docs", "/usr/share", StringComparison.Ordinal);

        // A client of the reader's application; here there is one called "web".
        document = document.Replace("\"PageClient\"", "\"web\"", StringComparison.Ordinal);
        if (root.TryGetProperty("McpSecurity", out _))
        {
            return [.. Documents.ServerErrors(document), .. Documents.SchemaErrors(document)];
        }

        if (root.TryGetProperty("code", out var code))
        {
            return Codes.Contains(code.GetString()) && Retries.Contains(root.GetProperty("retry").GetString()) ? [] : [$"{json} is no refusal."];
        }

        return root.EnumerateObject().All(member => OfOthers.Contains(member.Name)) ? [] : ["JSON that is neither a policy nor a refusal needs a check of its own."];
    }

    private static bool IsNamed(string cell, string setting) =>
        cell.Split('`', ',', ':', ' ').Contains(setting, StringComparer.Ordinal);
}
