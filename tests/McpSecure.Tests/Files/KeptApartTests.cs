using McpSecure.Files;

namespace McpSecure.Tests.Files;

/// <summary>A writable root and the application's own places do not hold one another, by whatever path they are named.</summary>
public sealed class KeptApartTests
{
    [Theory]
    [InlineData(".", "the place itself")]
    [InlineData("app", "a directory in the root")]
    [InlineData("app/appsettings.json", "a file in the root")]
    [InlineData("app/not-there.json", "a file that may come later")]
    [InlineData("way-in/appsettings.json", "through a link")]
    [InlineData("..", "the root in the place")]
    public void A_writable_root_that_holds_such_a_place_or_lies_in_it_is_refused(string place, string why)
    {
        using var folder = new Folder();
        folder.Write("app/appsettings.json", "{}");
        folder.Link("way-in", folder.In("app"));

        var exception = Assert.Throws<ArgumentException>(() => Open(folder, PathAccess.ReadWrite, folder.In(place)));

        Assert.True(exception.Message.StartsWith("The root 'docs' is writable", StringComparison.Ordinal), why);
        Assert.DoesNotContain(folder.Inside, exception.Message, StringComparison.Ordinal);
        Open(folder, PathAccess.Read, folder.In(place)).Dispose();
    }

    [Theory]
    [InlineData("../outside", "beside it")]
    [InlineData("../roo", "a shorter name")]
    [InlineData("../root2", "a longer name")]
    [InlineData("../not-there/at/all", "nothing")]
    [InlineData("way-out/f", "through a link that leads out")]
    public void A_place_elsewhere_is_none_of_its_business(string place, string why)
    {
        using var folder = new Folder();
        folder.Link("way-out", folder.Outside);

        using var root = Open(folder, PathAccess.ReadWrite, folder.In(place));

        Assert.True(root.Access == PathAccess.ReadWrite, why);
    }

    [Fact]
    public void The_program_s_own_folder_is_kept_apart_by_default() =>
        Assert.Throws<ArgumentException>(() => SecureRoot.Open(AppContext.BaseDirectory, new SecureRootOptions { Access = PathAccess.ReadWrite }));

    private static SecureRoot Open(Folder folder, PathAccess access, string place) =>
        SecureRoot.Open(folder.Inside, new SecureRootOptions { Name = "docs", Access = access, KeepApart = [place] });
}
