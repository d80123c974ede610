using McpSecure.Calls;
using McpSecure.Policy;
using McpSecure.Policy.Egress;
using McpSecure.Policy.Paths;
using McpSecure.Policy.Rules;
using McpSecure.Schemas;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Policy;

/// <summary>A policy as an operator writes it: the members of the section in appsettings.json, then in appsettings.Production.json.</summary>
internal static class Written
{
    private static readonly PrimitiveFacts Ordinary = PrimitiveFacts.Of(Given.Tool("tool", new Ran()));

    public static PolicySource Source(params string[] sections)
    {
        string[] files = ["appsettings.json", "appsettings.Production.json"];
        var folder = Directory.CreateTempSubdirectory("mcpsecure-");
        foreach (var (file, section) in files.Zip(sections))
        {
            File.WriteAllText(Path.Join(folder.FullName, file), Settings(section));
        }

        var source = new PolicySource(folder.FullName, host: null, "Production");
        folder.Delete(recursive: true);
        return source;
    }

    public static McpSecurityOptions Options(params string[] sections) => Options(Source(sections));

    public static McpSecurityOptions Options(PolicySource source)
    {
        var options = new McpSecurityOptions();
        new McpSecurityOptionsSetup(source, [Client]).Configure(options);
        return options;
    }

    public static string[] Errors(params string[] sections)
    {
        var source = Source(sections);
        return [.. Validator(source).Errors(Options(source))];
    }

    public static McpSecurityOptionsValidator Validator(PolicySource source) => new(source, new RuleOptionsCheck(Rules), new PathOptionsCheck(source), new EgressCheck([Client]));

    /// <summary>The HTTP client of the application, of which code says nothing.</summary>
    private static EgressClient Client { get; } = new("web", Configure: null);

    /// <summary>Compiles rules with the engine of the library.</summary>
    public static RuleCompiler Rules { get; } = new(new McpSecureSchemaEngine());

    public static AccessPolicy Policy(string section, TimeProvider? time = null)
    {
        Assert.Empty(Errors(section));
        return Compile(Options(section), time);
    }

    public static AccessPolicy Compile(McpSecurityOptions options, TimeProvider? time = null) =>
        new(Microsoft.Extensions.Options.Options.Create(options), time ?? new FakeTime());

    /// <summary>The whole file.</summary>
    public static string Settings(string section) => $$"""{ "McpSecurity": { {{section}} } }""";

    /// <summary>What callers in some roles may do with an ordinary tool.</summary>
    public static AccessExplanation OnTool(this AccessPolicy policy, string name, params string[] roles) =>
        policy.On(PrimitiveKind.Tool, name, Ordinary, roles);

    public static AccessExplanation OnResource(this AccessPolicy policy, string uri, params string[] roles) =>
        policy.On(PrimitiveKind.Resource, uri, PrimitiveFacts.None, roles);

    public static AccessExplanation On(this AccessPolicy policy, PrimitiveKind kind, string name, PrimitiveFacts facts, params string[] roles) =>
        policy.Decide(kind, name, new Caller { Roles = roles }, facts);
}
