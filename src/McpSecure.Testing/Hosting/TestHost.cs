using System.Text;
using McpSecure.Policy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace McpSecure.Testing.Hosting;

/// <summary>The author's own registrations in a host that reads nothing from the machine the tests run on but the policy file.</summary>
internal static class TestHost
{
    private const string FileName = "appsettings.json";

    public static IHost Build(Action<IHostApplicationBuilder> configure, TestServerOptions options)
    {
        var folder = Path.GetFullPath(options.PolicyFolder ?? ".", AppContext.BaseDirectory);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{nameof(TestServerOptions.PolicyFolder)} is '{folder}', which does not exist.");
        }

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ContentRootPath = folder,
            EnvironmentName = options.Environment,
        });
        AddSettings(builder.Configuration, folder, options);
        configure(builder);
        builder.Services.Rewire(Policy(builder, folder, options.PolicyJson));
        return builder.Build();
    }

    private static void AddSettings(ConfigurationManager configuration, string folder, TestServerOptions options)
    {
        if (options.PolicyJson is { } json)
        {
            configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
            return;
        }

        configuration.AddJsonFile(Path.Join(folder, FileName), optional: true, reloadOnChange: false);
        configuration.AddJsonFile(Path.Join(folder, $"appsettings.{options.Environment}.json"), optional: true, reloadOnChange: false);
    }

    private static PolicySource Policy(HostApplicationBuilder builder, string folder, string? json)
    {
        if (json is null)
        {
            return new PolicySource(folder, builder.Configuration, builder.Environment.EnvironmentName);
        }

        // Read as a file, so that its mistakes are reported as those of a file; it is read here and now, and no longer.
        var temporary = Directory.CreateTempSubdirectory("policy-").FullName;
        try
        {
            File.WriteAllText(Path.Join(temporary, FileName), json);
            return new PolicySource(temporary, builder.Configuration, builder.Environment.EnvironmentName);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }
}
