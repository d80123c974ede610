namespace McpSecure.Tests.Files;

/// <summary>A hundred ways to write a path out of a directory, and more. Ours: what they are made of is in <see cref="All"/>.</summary>
internal static class AttackLines
{
    private static readonly string[] Targets = ["etc/passwd", "etc/hostname", "proc/self/environ", "root/.ssh/id_ed25519"];

    /// <summary>Ways up that mean two dots and a slash to somebody.</summary>
    private static readonly string[] Ups =
    [
        "../", "..\\", "%2e%2e/", "%2e%2e%2f", "..%2f", "..%5c", "%252e%252e%252f", "..%252f", "%25252e%25252e%25252f", "%c0%ae%c0%ae/", "%c0%ae%c0%ae%c0%af",
        "..%c0%af", "..%c1%9c", "%e0%80%ae%e0%80%ae%e0%80%af", "%u002e%u002e%u2215", "..%u2216", "....//", "..././", "..;/", ".%00./", "..//", ".//../", "\uff0e\uff0e/",
        "\u2025/", "..\u2215", "..\u2044",
    ];

    private static readonly string[] Others =
    [
        "/etc/passwd", "//etc/passwd", "///etc///passwd", "/./etc/passwd", "/../etc/passwd", "~/.ssh/config", "~root/.bashrc", "file:///etc/passwd", "file://localhost/etc/passwd",
        "FILE:/etc/passwd", "a/out/secret", "a/out/../outside/secret", "a/b/etc/passwd", "a/b/../out/secret", "a/./out//secret", "a/b/etc/../passwd", "../outside/secret",
        "a/../../outside/secret", "a/b/../../../outside/secret", "./../outside/secret", "/proc/self/root/etc/passwd", "/proc/self/cwd/../etc/passwd", "/proc/1/environ", "/dev/fd/0",
        "/dev/stdin", "C:\\Windows\\win.ini", "c:/windows/win.ini", "C:out", "\\\\server\\share\\f", "\\\\?\\C:\\Windows\\win.ini", "//?/C:/Windows/win.ini", "\\\\.\\pipe\\x",
        "NUL", "con.txt", "aux .txt", "a/b/f::$DATA", "a/b/f.", "a/b/f ", "a\0/../../etc/passwd", "../../etc/passwd\0.png", "a/b/f%00.txt",
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        .. Ups.SelectMany(up => Targets.Select((target, index) => string.Concat(Enumerable.Repeat(up, 8 + index)) + target)),
        .. Others,
    ];
}
