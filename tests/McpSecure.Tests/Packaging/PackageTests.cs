using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Packaging;

/// <summary>What is in the package, and what is not.</summary>
[Collection(Packing.Name)]
public sealed class PackageTests(PackedLibrary package)
{
    private const string Library = "lib/net10.0/McpSecure.dll";
    private const string Symbols = "lib/net10.0/McpSecure.pdb";

    // What Roslyn names the source that a module embeds, in its portable symbols.
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    [Fact]
    public void It_holds_the_library_its_documentation_the_readme_and_the_schema_and_nothing_else()
    {
        using var archive = package.Open("nupkg");

        Assert.Equal(
            [
                "ConfigurationSchema.json", "McpSecure.nuspec", "README.md", "buildTransitive/net10.0/McpSecure.targets",
                Library, "lib/net10.0/McpSecure.xml",
            ],
            archive.Entries.Select(entry => entry.FullName)
                .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_says_what_it_is_under_which_licence_and_what_it_needs()
    {
        var metadata = XDocument.Parse(Encoding.UTF8.GetString(package.Read("nupkg", "McpSecure.nuspec")).TrimStart('\uFEFF')).Root!.Elements().Single();
        string? Text(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal(("McpSecure", package.Version, "MIT", "README.md"), (Text("id"), Text("version"), Text("license"), Text("readme")));
        Assert.StartsWith("Security for MCP servers in C#", Text("description"), StringComparison.Ordinal);
        Assert.Equal("mcp modelcontextprotocol security authorization audit", Text("tags"));
        Assert.Null(Text("projectUrl"));
        Assert.Equal(
            [
                "Microsoft.Extensions.Configuration.Binder", "Microsoft.Extensions.Configuration.Json", "Microsoft.Extensions.Diagnostics",
                "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Http", "Microsoft.Extensions.Logging.Console", "ModelContextProtocol",
                "OpenTelemetry.Api.ProviderBuilderExtensions",
            ],
            metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(dependency => dependency.Attribute("id")!.Value));
    }

    [Fact]
    public void The_package_for_tests_reads_internals_and_so_goes_with_one_version_of_the_library()
    {
        var nuspec = XDocument.Parse(Encoding.UTF8.GetString(package.Read("nupkg", "McpSecure.Testing.nuspec", "McpSecure.Testing")).TrimStart('\uFEFF'));

        var library = Assert.Single(
            nuspec.Descendants(), element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == "McpSecure");
        Assert.Equal($"[{package.Version}]", library.Attribute("version")!.Value);
    }

    [Fact]
    public void The_package_for_SQLite_brings_the_version_of_SQLite_that_it_was_tested_with()
    {
        var nuspec = XDocument.Parse(Encoding.UTF8.GetString(package.Read("nupkg", "McpSecure.Sqlite.nuspec", "McpSecure.Sqlite")).TrimStart('\uFEFF'));

        var dependencies = nuspec.Descendants().Where(element => element.Name.LocalName == "dependency")
            .ToDictionary(dependency => dependency.Attribute("id")!.Value, dependency => dependency.Attribute("version")!.Value, StringComparer.Ordinal);
        Assert.Equal(package.Version, dependencies["McpSecure"]);
        Assert.Contains("Microsoft.Data.Sqlite", dependencies);
        Assert.Equal(("3.0.3", "3.0.3"), (dependencies["SQLitePCLRaw.bundle_e_sqlite3"], dependencies["SQLitePCLRaw.core"]));
    }

    [Fact]
    public void The_package_for_OTLP_brings_its_exporter_and_its_page()
    {
        var nuspec = XDocument.Parse(Encoding.UTF8.GetString(package.Read("nupkg", "McpSecure.Otlp.nuspec", "McpSecure.Otlp")).TrimStart('\uFEFF'));

        var dependencies = nuspec.Descendants().Where(element => element.Name.LocalName == "dependency")
            .ToDictionary(dependency => dependency.Attribute("id")!.Value, dependency => dependency.Attribute("version")!.Value, StringComparer.Ordinal);
        Assert.Equal(package.Version, dependencies["McpSecure"]);
        Assert.Contains("OpenTelemetry.Exporter.OpenTelemetryProtocol", dependencies);
        Assert.NotEmpty(package.Read("nupkg", "README.md", "McpSecure.Otlp"));
    }

    [Fact]
    public void The_command_line_is_a_tool_that_brings_the_library_along_and_is_called_mcpsecure()
    {
        var settings = XDocument.Parse(Encoding.UTF8.GetString(package.Read("nupkg", "tools/net10.0/any/DotnetToolSettings.xml", "McpSecure.Cli")).TrimStart('\uFEFF'));
        var command = Assert.Single(settings.Descendants("Command"));
        using var archive = package.Open("nupkg", "McpSecure.Cli");

        Assert.Equal(("mcpsecure", "McpSecure.Cli.dll"), (command.Attribute("Name")!.Value, command.Attribute("EntryPoint")!.Value));
        Assert.NotNull(archive.GetEntry("tools/net10.0/any/McpSecure.dll"));
        Assert.NotNull(archive.GetEntry("README.md"));
    }

    [Fact]
    public void Its_documentation_is_what_the_editor_shows()
    {
        var members = XDocument.Parse(Encoding.UTF8.GetString(package.Read("nupkg", "lib/net10.0/McpSecure.xml"))).Descendants("member").ToArray();

        var front = Assert.Single(members, member => member.Attribute("name")!.Value.Contains("AddMcpSecurity(", StringComparison.Ordinal));
        Assert.Contains("Puts every request", front.Element("summary")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_is_built_deterministically_and_names_no_folder_of_the_machine_that_built_it()
    {
        var library = package.Read("nupkg", Library);
        using var file = new PEReader([.. library]);

        Assert.Contains(file.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        Assert.All([library, package.Read("snupkg", Symbols)], bytes => Assert.DoesNotContain(Repository.Root, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal));
    }

    [Fact]
    public void The_symbols_are_those_of_the_library_and_hold_its_source()
    {
        using var file = new PEReader([.. package.Read("nupkg", Library)]);
        using var symbols = MetadataReaderProvider.FromPortablePdbImage([.. package.Read("snupkg", Symbols)]);
        var reader = symbols.GetMetadataReader();
        var codeView = file.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView);

        Assert.Equal(file.ReadCodeViewDebugDirectoryData(codeView).Guid, new BlobContentId(reader.DebugMetadataHeader!.Id).Guid);
        var withSource = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == EmbeddedSource)
            .Select(information => reader.GetString(reader.GetDocument((DocumentHandle)information.Parent).Name))
            .ToArray();
        Assert.Contains("/_/src/McpSecure/Pipeline/SdkHook.cs", withSource);
        Assert.All(withSource, name => Assert.StartsWith("/_/", name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("appsettings.json", true)]
    [InlineData("appsettings.Production.json", true)]
    [InlineData("settings.json", false)]
    [InlineData("packages.lock.json", false)]
    [InlineData("appsettings.txt", false)]
    public void The_schema_is_for_the_settings_of_the_application(string file, bool expected)
    {
        var targets = XDocument.Parse(Encoding.UTF8.GetString(package.Read("nupkg", "buildTransitive/net10.0/McpSecure.targets")));
        var pattern = targets.Descendants("JsonSchemaSegment").Single().Attribute("FilePathPattern")!.Value;

        Assert.Equal(expected, Regex.IsMatch(file, pattern, RegexOptions.NonBacktracking));
    }

    [Fact]
    public void The_readme_is_the_one_of_the_package() =>
        Assert.Equal(Repository.Read("src/McpSecure/README.md"), Encoding.UTF8.GetString(package.Read("nupkg", "README.md")));

    [Fact]
    public void Every_library_that_is_packed_has_a_readme() => Assert.All(
        Repository.Files("src", "*.csproj"),
        project => Assert.True(File.Exists(Path.Join(Repository.Root, Path.GetDirectoryName(project), "README.md")), project));
}
