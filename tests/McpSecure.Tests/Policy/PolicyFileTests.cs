using System.Text;
using McpSecure.Policy;
using Microsoft.Extensions.Configuration;

namespace McpSecure.Tests.Policy;

/// <summary>Where policy may come from: the application's own folder, not the one it is started in.</summary>
public sealed class PolicyFileTests : IDisposable
{
    private readonly string _own = Directory.CreateTempSubdirectory("mcpsecure-own-").FullName;
    private readonly string _foreign = Directory.CreateTempSubdirectory("mcpsecure-foreign-").FullName;

    public void Dispose()
    {
        Directory.Delete(_own, recursive: true);
        Directory.Delete(_foreign, recursive: true);
    }

    [Fact]
    public void The_file_beside_the_application_is_read_even_when_the_host_did_not()
    {
        Write(_own, "appsettings.json", "reader");

        Assert.Equal("reader", Role(new PolicySource(_own, host: null, environment: null)));
        Assert.Equal("reader", Role(new PolicySource(_own, new ConfigurationBuilder().Build(), environment: null)));
    }

    [Theory]
    [InlineData(null, "reader")]
    [InlineData("Production", "editor")]
    [InlineData("Staging", "reader")] // not there
    public void Its_environment_variant_lies_over_it(string? environment, string expected)
    {
        Write(_own, "appsettings.json", "reader");
        Write(_own, "appsettings.Production.json", "editor");

        Assert.Equal(expected, Role(new PolicySource(_own, host: null, environment)));
    }

    [Fact]
    public void The_hosts_own_reading_of_the_same_file_is_no_foreign_one()
    {
        var file = Write(_own, "appsettings.json", "reader");
        var source = new PolicySource(_own, new ConfigurationBuilder().AddJsonFile(file).Build(), environment: null);

        Assert.Empty(source.ForeignFiles([]));
    }

    [Theory]
    [InlineData("McpSecure")]   // the package
    [InlineData("McpSecurty")]  // a letter missing
    [InlineData("MpcSecurity")] // two letters exchanged
    public void A_section_of_nearly_the_right_name_stops_the_start(string name)
    {
        var host = new ConfigurationBuilder().AddInMemoryCollection([new($"{name}:LocalRole", "reader")]).Build();

        Assert.Equal(
            [$"{name} is no section of McpSecure. Did you mean McpSecurity?"],
            new PolicySource(_own, host, environment: null).Check.Errors);
    }

    [Fact]
    public void A_section_in_another_file_is_an_error_that_names_the_file_and_the_fix()
    {
        Write(_own, "appsettings.json", "reader");
        var file = Write(_foreign, "appsettings.json", "admin");
        var source = new PolicySource(_own, new ConfigurationBuilder().AddJsonFile(file).Build(), environment: null);

        Assert.Equal(
            [
                $"McpSecurity is also configured in {file}, which is not a policy file of this application. Move the section to " +
                $"{Path.Join(_own, "appsettings.json")}, keep the host from reading that folder (ContentRootPath = AppContext.BaseDirectory), " +
                "or allow the file in code: AddMcpSecurity(o => o.PolicyFiles.Add(\"…\")).",
            ],
            source.ForeignFiles([]));
    }

    [Theory]
    [InlineData("""{ "McpSecurity": { "Mode": "Enforce" } }""")]
    [InlineData("""{ "mcpsecurity": { "Mode": "Enforce" } }""")]
    [InlineData("""{ "McpSecurity:Roles:admin:Tools:*": "Allow" }""")]
    [InlineData("""{ "McpSecurity": "x" }""")]
    [InlineData("""{ "McpSecurity": null }""")]
    [InlineData("""{ "McpSecurity": {} }""")]
    public void However_it_is_written(string settings)
    {
        var file = Path.Join(_foreign, "anything.json");
        File.WriteAllText(file, settings);
        var host = new ConfigurationBuilder().AddConfiguration(new ConfigurationBuilder().AddJsonFile(file).Build()).Build();

        Assert.Single(new PolicySource(_own, host, environment: null).ForeignFiles([]));
    }

    [Fact]
    public void A_file_without_the_section_is_nobodys_business()
    {
        var file = Path.Join(_foreign, "appsettings.json");
        File.WriteAllText(file, """{ "Logging": {}, "McpSecurityOther": { "a": "b" } }""");
        var source = new PolicySource(_own, new ConfigurationBuilder().AddJsonFile(file).Build(), environment: null);

        Assert.Empty(source.ForeignFiles([]));
    }

    [Fact]
    public void A_file_that_code_names_is_allowed_and_only_that()
    {
        var file = Write(_foreign, "policy.json", "admin");
        var other = Write(_foreign, "other.json", "admin");
        var source = new PolicySource(_own, new ConfigurationBuilder().AddJsonFile(file).AddJsonFile(other).Build(), environment: null);

        Assert.Contains(other, Assert.Single(source.ForeignFiles([file])), StringComparison.Ordinal);
        Assert.Empty(source.ForeignFiles([file, Path.GetRelativePath(_own, other)]));
    }

    [Fact]
    public void A_file_name_alone_allows_it_in_the_own_folder_only()
    {
        var host = new ConfigurationBuilder().AddJsonFile(Write(_foreign, "policy.json", "admin")).AddJsonFile(Write(_own, "policy.json", "reader")).Build();

        Assert.Contains(_foreign, Assert.Single(new PolicySource(_own, host, environment: null).ForeignFiles(["policy.json"])), StringComparison.Ordinal);
    }

    [Fact]
    public void Environment_variables_and_the_command_line_work_as_usual()
    {
        Write(_own, "appsettings.json", "reader");
        var host = new ConfigurationBuilder().AddCommandLine(["McpSecurity:LocalRole=editor"]).Build();
        var source = new PolicySource(_own, host, environment: null);

        Assert.Equal("editor", Role(source));
        Assert.Empty(source.ForeignFiles([]));
    }

    [Fact]
    public void A_later_layer_that_sets_a_value_to_nothing_stops_the_start()
    {
        Write(_own, "appsettings.json", "reader");
        var host = new ConfigurationBuilder().AddInMemoryCollection([new("McpSecurity:LocalRole", "")]).Build();

        var source = new PolicySource(_own, host, environment: null);

        Assert.Equal(["McpSecurity:LocalRole is empty; use the name of a role, or remove the line."], source.Check.Errors);
    }

    [Fact]
    public void Each_value_knows_where_it_is_from()
    {
        var file = Write(_own, "appsettings.json", "reader");
        var host = new ConfigurationBuilder().AddCommandLine(["McpSecurity:Mode=Enforce"]).Build();

        Assert.Equal(
            [("McpSecurity:LocalRole", "reader", file), ("McpSecurity:Mode", "Enforce", "CommandLineConfigurationProvider")],
            new PolicySource(_own, host, environment: null).Origins());
    }

    [Theory]
    [InlineData("{ \"McpSecurity\": { ", "half a file")]
    [InlineData("", "an empty file")]
    [InlineData("{ \"McpSecurity\": { \"Mode\": \"Enforce\", \"mode\": \"Observe\" } }", "a key twice, in two cases")]
    public void A_file_that_cannot_be_read_is_an_error_like_any_other(string settings, string reason)
    {
        var file = Path.Join(_own, "appsettings.json");
        File.WriteAllText(file, settings, Encoding.UTF8);

        var error = Assert.Single(new PolicySource(_own, host: null, environment: null).Check.Errors);

        Assert.True(error.StartsWith($"{file} cannot be read: ", StringComparison.Ordinal), reason);
    }

    [Theory]
    [InlineData("/../../../../../../../../tmp/x")]
    [InlineData("../x")]
    public void The_name_of_the_environment_leads_nowhere_else(string environment)
    {
        Write(_foreign, "appsettings.x.json", "admin");
        Write(_foreign, "x.json", "admin");

        Assert.Empty(new PolicySource(Directory.CreateDirectory(Path.Join(_foreign, "app")).FullName, host: null, environment).Check.Values);
    }

    private static string Write(string folder, string name, string localRole)
    {
        var file = Path.Join(folder, name);
        File.WriteAllText(file, Written.Settings($"\"LocalRole\": \"{localRole}\""));
        return file;
    }

    private static string? Role(PolicySource source) => source.Checked["LocalRole"];
}
