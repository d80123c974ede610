using McpSecure.Tests.Support;

namespace McpSecure.Otlp.Tests;

/// <summary>The public surface, written down: nothing enters or leaves it unseen.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_one_in_PublicApi_txt()
    {
        var expected = File.ReadAllText(Path.Join(AppContext.BaseDirectory, "PublicApi.txt")).ReplaceLineEndings("\n");
        var actual = PublicSurface.Of(typeof(Microsoft.Extensions.DependencyInjection.McpSecurityOtlpBuilderExtensions).Assembly);

        var file = Path.Join(AppContext.BaseDirectory, "PublicApi.actual.txt");
        File.WriteAllText(file, actual);
        Assert.True(
            string.Equals(actual, expected, StringComparison.Ordinal),
            $"The public surface has changed. If that is meant, write it into CHANGELOG.md and copy\n  {file}\n" +
            "over\n  tests/McpSecure.Otlp.Tests/PublicApi.txt");
    }
}
