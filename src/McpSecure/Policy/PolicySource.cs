using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace McpSecure.Policy;

/// <summary>
/// Where the policy comes from: <c>appsettings.json</c> of the application's own folder, and whatever the host's configuration lays over it.
/// </summary>
/// <remarks>
/// The client of a stdio server chooses the working directory, and a host reads <c>appsettings.json</c> from there. So the file beside the
/// application is read here, and a section in any other file is an error unless code names the file.
/// </remarks>
internal sealed class PolicySource
{
    private const string FileName = "appsettings.json";

    private readonly IConfigurationProvider[] _providers;

    public PolicySource(IConfiguration? host = null, IHostEnvironment? environment = null)
        : this(AppContext.BaseDirectory, host, environment?.EnvironmentName)
    {
    }

    internal PolicySource(string folder, IConfiguration? host, string? environment)
    {
        Folder = folder;
        OwnFiles = environment is null ? [FileName] : [FileName, $"appsettings.{environment}.json"];
        var unreadable = new List<string>();
        var builder = new ConfigurationBuilder().SetBasePath(folder).SetFileLoadExceptionHandler(load =>
        {
            load.Ignore = true; // here: it stops the start, with every other mistake
            unreadable.Add($"{PhysicalPath(load.Provider)} cannot be read: {load.Exception.GetBaseException().Message}");
        });
        foreach (var file in OwnFiles)
        {
            builder.AddJsonFile(file, optional: true, reloadOnChange: false);
        }

        _providers = [.. Providers(builder.Build()), .. ProvidersOf(host)];
        var merged = new ConfigurationRoot([.. _providers.Select(provider => new PassiveProvider(provider))]);
        Check = SectionCheck.Of(merged.GetSection(McpSecurityOptions.SectionName));
        Check.Errors.InsertRange(0, [.. unreadable, .. Misspelt(merged)]);
        Checked = new ConfigurationBuilder().AddInMemoryCollection(Check.Values).Build().GetSection(McpSecurityOptions.SectionName);
    }

    public SectionCheck Check { get; }

    /// <summary>Gets the values that are safe to bind.</summary>
    public IConfigurationSection Checked { get; }

    private string Folder { get; }

    private string[] OwnFiles { get; }

    /// <summary>Each value with the provider it comes from, for the start-up log.</summary>
    public IEnumerable<(string Path, string Value, string Origin)> Origins() =>
        Check.Values
            .Where(value => value.Value is not null)
            .OrderBy(value => value.Key, StringComparer.Ordinal)
            .Select(value => (value.Key, value.Value!, OriginOf(value.Key)));

    /// <summary>One error for each file that holds a policy without being allowed to.</summary>
    public IEnumerable<string> ForeignFiles(IEnumerable<string> allowed)
    {
        var known = Files(allowed).ToHashSet(FileNameComparer);
        return _providers
            .OfType<FileConfigurationProvider>()
            .Where(HasPolicy)
            .Select(PhysicalPath)
            .Where(file => !known.Contains(file))
            .Distinct(FileNameComparer)
            .Select(file =>
                $"{McpSecurityOptions.SectionName} is also configured in {file}, which is not a policy file of this application. " +
                $"Move the section to {File}, keep the host " +
                "from reading that folder (ContentRootPath = AppContext.BaseDirectory), or allow the file in code: AddMcpSecurity(o => o.PolicyFiles.Add(\"…\")).");
    }

    /// <summary>Gets the file the policy belongs in.</summary>
    public string File => Path.Join(Folder, FileName);

    /// <summary>Every file that holds policy, or may.</summary>
    public IEnumerable<string> Files(IEnumerable<string> allowed) =>
        OwnFiles.Concat(allowed).Select(file => Path.GetFullPath(file, Folder)).Distinct(FileNameComparer);

    private static StringComparer FileNameComparer =>
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private static IEnumerable<IConfigurationProvider> Providers(IConfiguration configuration) =>
        configuration is not IConfigurationRoot root
            ? []
            : root.Providers.SelectMany(provider => provider is ChainedConfigurationProvider chained ? Providers(chained.Configuration) : [provider]);

    private static IEnumerable<IConfigurationProvider> ProvidersOf(IConfiguration? host) => host switch
    {
        null => [],
        IConfigurationRoot root => Providers(root),
        _ => new ConfigurationBuilder().AddConfiguration(host).Build().Providers, // its providers cannot be seen
    };

    /// <summary>A section under almost the right name would leave the server without a policy.</summary>
    private static IEnumerable<string> Misspelt(ConfigurationRoot configuration) =>
        from section in configuration.GetChildren()
        where !string.Equals(section.Key, McpSecurityOptions.SectionName, StringComparison.OrdinalIgnoreCase)
            && (string.Equals(section.Key, nameof(McpSecure), StringComparison.OrdinalIgnoreCase)
                || Suggestion.For(section.Key, [McpSecurityOptions.SectionName]).Length > 0)
        select $"{section.Key} is no section of McpSecure. Did you mean {McpSecurityOptions.SectionName}?";

    private static bool HasPolicy(IConfigurationProvider provider) =>
        provider.GetChildKeys([], McpSecurityOptions.SectionName).Any() || provider.TryGet(McpSecurityOptions.SectionName, out _);

    private static string PhysicalPath(FileConfigurationProvider provider) =>
        provider.Source.FileProvider?.GetFileInfo(provider.Source.Path ?? string.Empty).PhysicalPath ?? provider.Source.Path ?? provider.ToString();

    private string OriginOf(string path)
    {
        var provider = Array.FindLast(_providers, candidate => candidate.TryGet(path, out _));
        return provider switch
        {
            FileConfigurationProvider file => PhysicalPath(file),
            null => "unknown",
            _ => provider.ToString() ?? provider.GetType().Name,
        };
    }
}
