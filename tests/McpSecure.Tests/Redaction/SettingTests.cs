using System.Text.Json;
using McpSecure.Policy.Sensitive;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Redaction;

/// <summary>A setting that would not do what it says stops the start; the file of the key is one that only its owner reads.</summary>
public sealed class SettingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mcpsecure");

    [Fact]
    public void Hashes_are_the_same_as_long_as_the_file_is()
    {
        var options = new RedactionOptions { HashKeyFile = Write(32) };

        Assert.Empty(HashKeyFile.Errors(options));
        Assert.Equal(RedactionOptionsCheck.Redactor(options).HashOf("hunter2"), RedactionOptionsCheck.Redactor(options).HashOf("hunter2"));
        Assert.NotEqual(
            RedactionOptionsCheck.Redactor(new RedactionOptions()).HashOf("hunter2"), RedactionOptionsCheck.Redactor(new RedactionOptions()).HashOf("hunter2"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(4097)]
    public void A_key_that_is_too_short_or_too_long_stops_the_start(int bytes)
    {
        var options = new McpSecurityOptions();
        options.Audit.Redaction.HashKeyFile = Write(bytes);

        var error = Assert.Single(RedactionOptionsCheck.Errors(options));

        Assert.StartsWith("McpSecurity:Audit:Redaction:HashKeyFile is '", error, StringComparison.Ordinal);
        Assert.Contains($"has {bytes} bytes", error, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => RedactionOptionsCheck.Redactor(options.Audit.Redaction));
    }

    [Theory]
    [InlineData("missing.key")]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData(".")]
    public void A_file_that_is_none_stops_the_start(string file)
    {
        var options = new McpSecurityOptions();
        options.Audit.Redaction.HashKeyFile = file is "missing.key" ? Path.Join(_folder.FullName, file) : file;

        Assert.Contains("cannot be read", Assert.Single(RedactionOptionsCheck.Errors(options)), StringComparison.Ordinal);
    }

    [LinuxTheory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_read_or_change_stops_the_start(UnixFileMode more)
    {
        var options = new McpSecurityOptions();
        options.Audit.Redaction.HashKeyFile = Write(32, more);

        Assert.Contains("set its mode to 0600", Assert.Single(RedactionOptionsCheck.Errors(options)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_without_a_letter_and_a_path_that_is_none_stop_the_start()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Session.StartAsync(
            server => server.WithTools([Given.Tool("pay", (string note) => note)]).AddMcpSecurity(),
            new SessionSetup { Hosted = true, Settings = """{"McpSecurity":{"Audit":{"Redaction":{"Keys":{"--":true}}},"Tools":{"pay":{"Sensitive":{"a..b":true}}}}}""" }));

        Assert.Contains("McpSecurity:Audit:Redaction:Keys:-- has no letter", error.Message, StringComparison.Ordinal);
        Assert.Contains("McpSecurity:Tools:pay:Sensitive:a..b is no argument", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Misspelt, it would keep nothing secret, and nobody would notice.</summary>
    [Theory]
    [InlineData("not", "names an argument that 'pay' does not have: not. Did you mean note?")]
    [InlineData("card.nummber", "names an argument that 'pay' does not have: nummber. Did you mean number?")]
    [InlineData("card[*].number", "goes into the elements of something that is no list in 'pay'.")]
    public async Task A_place_that_the_tool_does_not_have_stops_the_start(string place, string problem)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(place));

        Assert.Contains($"McpSecurity:Tools:pay:Sensitive:{place} {problem}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("note")]
    [InlineData("card.number")]
    [InlineData("tags[*]")]
    [InlineData("more.whatever.it.has")]
    public async Task A_place_that_it_has_or_may_have_does_not(string place) => await (await StartAsync(place)).DisposeAsync();

    private static Task<Session> StartAsync(string place) => Session.StartAsync(
        server => server.WithTools([Given.Tool("pay", (string note, Card card, string[] tags, JsonElement more) => note)]).AddMcpSecurity(),
        new SessionSetup { Hosted = true, Settings = $$"""{ "McpSecurity": { "LocalRole": "guest", "Roles": { "guest": { "Tools": { "*": "Allow" } } }, "Tools": { "pay": { "Sensitive": { "{{place}}": true } } } } }""" });

    private sealed record Card(string Number);

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(int bytes, UnixFileMode more = UnixFileMode.None)
    {
        var file = Path.Join(_folder.FullName, $"{bytes}.key");
        File.WriteAllBytes(file, new byte[bytes]);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        }

        return file;
    }
}
