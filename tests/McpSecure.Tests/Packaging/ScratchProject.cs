using System.Text.Json;
using System.Xml.Linq;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Packaging;

/// <summary>A console project such as a newcomer makes, outside this repository, that takes the library from a feed.</summary>
internal sealed class ScratchProject : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mcpsecure-scratch-");

    public ScratchProject(PackedLibrary package, params (string Name, string Text)[] files)
    {
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="scratch" value="{package.Feed}" />
              </packageSources>
            </configuration>
            """);
        Write("Scratch.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                <UseSharedCompilation>false</UseSharedCompilation>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="McpSecure" Version="{package.Version}" />
                <PackageReference Include="Microsoft.Extensions.Hosting" Version="{VersionOf("Microsoft.Extensions.Hosting")}" />
                <None Update="appsettings.json" CopyToOutputDirectory="PreserveNewest" />
              </ItemGroup>
            </Project>
            """);
        foreach (var (name, text) in files)
        {
            Write(name, text);
        }
    }

    public string Folder => _folder.FullName;

    public string Program => Path.Join(Folder, "out", "Scratch.dll");

    public Task BuildAsync() => DotNet.RunAsync(Folder, "build", "--output", "out", "--nodeReuse:false");

    /// <summary>The items of a kind that the project has once its packages have added theirs.</summary>
    public async Task<JsonElement[]> ItemsAsync(string kind)
    {
        var output = await DotNet.RunAsync(Folder, "msbuild", "--nodeReuse:false", $"-getItem:{kind}");
        return [.. JsonElement.Parse(output).GetProperty("Items").GetProperty(kind).EnumerateArray()];
    }

    /// <summary>Takes the version that nobody else will ever want out of the packages folder of the machine, too.</summary>
    public void Dispose()
    {
        var assets = Path.Join(Folder, "obj", "project.assets.json");
        if (File.Exists(assets))
        {
            var restored = JsonElement.Parse(File.ReadAllText(assets));
            var library = restored.GetProperty("libraries").EnumerateObject().Single(candidate => candidate.Name.StartsWith("McpSecure/", StringComparison.Ordinal));
            var path = library.Value.GetProperty("path").GetString()!;
            foreach (var folder in restored.GetProperty("packageFolders").EnumerateObject().Select(packages => Path.Join(packages.Name, path)))
            {
                if (path.Contains("-test.", StringComparison.Ordinal) && Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        }

        _folder.Delete(recursive: true);
    }

    private static string VersionOf(string package) => XDocument.Parse(Repository.Read("Directory.Packages.props"))
        .Descendants("PackageVersion").Single(version => version.Attribute("Include")!.Value == package).Attribute("Version")!.Value;

    private void Write(string name, string text) => File.WriteAllText(Path.Join(Folder, name), text);
}
