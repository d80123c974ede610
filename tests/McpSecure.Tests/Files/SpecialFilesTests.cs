using System.Net.Sockets;
using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>Pipes, sockets, devices, and files that the kernel makes up.</summary>
public sealed class SpecialFilesTests
{
    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public async Task Never_waits_for_a_pipe_or_a_socket(ConfinementEngine engine)
    {
        using var folder = new Folder();
        NativeFiles.Pipes(folder.In("pipe"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.In("socket")));
        folder.Link("link", "pipe");
        using var root = folder.Open(engine);

        foreach (var name in new[] { "pipe", "socket", "link" })
        {
            var refusals = await Task.Run(() => Refusals(root, name)).OrGiveUp();
            Assert.All(refusals, refusal => Assert.Equal(PathRefusal.Special, refusal));
            Assert.Equal(PathKind.Special, root.GetInfo(name).Kind);
            Assert.Equal(PathRefusal.NotADirectory, Refusal.Of(() => root.Enumerate(name)));
            Assert.Equal(PathRefusal.NotADirectory, Refusal.Of(() => root.OpenRoot(name)));
            Assert.Equal(PathRefusal.Special, root.Check(name, PathAccess.Read, mustExist: true).Reason);
        }

        Assert.Equal(PathRefusal.Special, Refusal.Of(() => root.WriteAllTextAtomic("pipe", "x")));
        Assert.Equal(PathRefusal.Special, Refusal.Of(() => root.WriteAllTextAtomic("socket", "x")));
        Assert.Equal(1, Descriptors.CountBelow(folder.Inside));
    }

    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Opens_no_device(ConfinementEngine engine)
    {
        using var root = SecureRoot.Open("/dev", new SecureRootOptions { Access = PathAccess.ReadWrite, Engine = engine });

        Assert.All(Refusals(root, "null"), refusal => Assert.Equal(PathRefusal.Special, refusal));
        Assert.Equal(PathRefusal.Special, Refusal.Of(() => root.ReadAllBytes("zero")));
    }

    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Holds_the_limit_where_the_size_is_made_up(ConfinementEngine engine)
    {
        using var root = SecureRoot.Open("/proc", new SecureRootOptions { Engine = engine });

        Assert.Equal(0, root.GetInfo("version").Length);
        var whole = root.ReadAllBytes("version");
        Assert.Equal(whole, root.ReadAllBytes("version", whole.Length));
        Assert.Equal(PathRefusal.TooLarge, Refusal.Of(() => root.ReadAllBytes("version", whole.Length - 1)));
        Assert.Equal(PathRefusal.TooLarge, Refusal.Of(() => root.ReadAllText("self/status", 0)));
    }

    /// <summary>The kernel names the magic link. The walk reads its text: an absolute path, or something like a name that is not there.</summary>
    [LinuxTheory]
    [InlineData(ConfinementEngine.Openat2, "self/root/etc/passwd", PathRefusal.Link)]
    [InlineData(ConfinementEngine.Openat2, "self/cwd/x", PathRefusal.Link)]
    [InlineData(ConfinementEngine.Openat2, "self/exe", PathRefusal.Link)]
    [InlineData(ConfinementEngine.Openat2, "self/ns/net", PathRefusal.Link)]
    [InlineData(ConfinementEngine.ComponentWalk, "self/root/etc/passwd", PathRefusal.Escapes)]
    [InlineData(ConfinementEngine.ComponentWalk, "self/cwd/x", PathRefusal.Escapes)]
    [InlineData(ConfinementEngine.ComponentWalk, "self/exe", PathRefusal.Escapes)]
    [InlineData(ConfinementEngine.ComponentWalk, "self/ns/net", PathRefusal.NotFound)]
    public void Follows_no_magic_link(ConfinementEngine engine, string path, PathRefusal reason)
    {
        using var root = SecureRoot.Open("/proc", new SecureRootOptions { Engine = engine });

        Assert.Equal(reason, Refusal.Of(() => root.OpenHandle(path)));
    }

    private static PathRefusal[] Refusals(SecureRoot root, string name) =>
    [
        Refusal.Of(() => root.OpenRead(name)),
        Refusal.Of(() => root.OpenWrite(name)),
        Refusal.Of(() => root.Create(name)), // truncates nothing: the type is looked at first
        Refusal.Of(() => root.Append(name)),
        Refusal.Of(() => root.OpenHandle(name, FileMode.Truncate, FileAccess.ReadWrite)),
        Refusal.Of(() => root.ReadAllText(name)),
    ];
}
