using System.Globalization;
using System.IO.Compression;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Packaging;

/// <summary>The library and its companions, packed as a release would be into a feed that is a folder. Once for all tests of the package.</summary>
/// <remarks>
/// All output goes to a folder of its own, so that the build which runs these tests is not disturbed; within the checkout, as that of a
/// release, because a deterministic build renames only the folders of the checkout.
/// </remarks>
public sealed class PackedLibrary : IAsyncLifetime
{
    /// <summary>A version that nobody has seen: the packages folder of the machine would serve an old one of the same name.</summary>
    internal string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{TimeProvider.System.GetUtcNow().Ticks}");

    internal string Feed => Path.Join(Folder, "feed");

    private string Folder => Path.Join(Repository.Root, "artifacts", $"pack-{Version}");

    public async Task InitializeAsync()
    {
        await PackAsync("McpSecure");
        await PackAsync("McpSecure.Testing");
        await PackAsync("McpSecure.Sqlite");
        await PackAsync("McpSecure.Cli");
        await PackAsync("McpSecure.Otlp");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    internal ZipArchive Open(string extension, string package = "McpSecure") => ZipFile.OpenRead(Path.Join(Feed, $"{package}.{Version}.{extension}"));

    internal byte[] Read(string extension, string path, string package = "McpSecure")
    {
        using var archive = Open(extension, package);
        using var entry = archive.GetEntry(path)!.Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    private Task<string> PackAsync(string package) => DotNet.RunAsync(
        Directory.CreateDirectory(Folder).FullName,
        "pack",
        Path.Join(Repository.Root, "src", package, $"{package}.csproj"),
        "--output", Feed,
        "--nodeReuse:false",
        $"-p:ArtifactsPath={Path.Join(Folder, "artifacts")}",
        "-p:RestorePackagesWithLockFile=false",
        "-p:RestoreLockedMode=false",
        $"-p:NuGetLockFilePath={Path.Join(Folder, "packages.lock.json")}",
        $"-p:Version={Version}",
        "-p:ContinuousIntegrationBuild=true",
        "-p:NuGetAudit=false");
}
