using McpSecure.Files;

namespace McpSecure.Tests.Files;

/// <summary>What a writable root must not reach.</summary>
public sealed class KeptApartTests
{
    [Fact]
    public void A_file_that_is_not_there_yet_is_kept_apart_too()
    {
        using var folder = new Folder();
        var policy = folder.In("policy/appsettings.json");

        using var apart = Open(folder.Outside, policy);
        using var reader = Open(folder.Inside, policy, PathAccess.Read);

        Assert.Throws<ArgumentException>(() => Open(folder.Inside, policy));
    }

    private static SecureRoot Open(string path, string apart, PathAccess access = PathAccess.ReadWrite) =>
        SecureRoot.Open(path, new SecureRootOptions { Access = access, KeepApart = [apart] });
}
