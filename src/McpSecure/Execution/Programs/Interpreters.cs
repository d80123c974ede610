using System.Collections.Frozen;

namespace McpSecure.Execution.Programs;

/// <summary>
/// Programs that run code, or another program, from arguments that need not look like options: a hole in their place is code, and neither
/// <c>--</c> nor a check of its first character helps. Programs that do so by an option alone (<c>git</c>, <c>tar</c>, <c>rsync</c>,
/// <c>zip</c>, <c>curl</c>) are not among them: no hole becomes an option.
/// </summary>
/// <remarks>A table of names: a copy under another name is not recognised. It keeps mistakes away, not whoever may install programs.</remarks>
internal static class Interpreters
{
    private const string Shell = "a shell";
    private const string Language = "an interpreter";
    private const string Launcher = "a program that starts the program its arguments name";
    private const string Expression = "a program whose operands are a language that can run programs";
    private const string Builder = "a program that runs what a project or a package says";
    private const string Remote = "a program that runs its arguments on another machine or in a container";
    private const string Loader = "the loader of programs";

    private static readonly FrozenDictionary<string, string> Table = Rows().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a program with this file name is, if it is one of them.</summary>
    public static string? Find(string fileName)
    {
        var name = fileName.TrimEnd('.', ' ');
        if (name.StartsWith("ld-linux", StringComparison.Ordinal) || name.StartsWith("ld-musl", StringComparison.Ordinal) || name.StartsWith("ld.so", StringComparison.Ordinal))
        {
            return Loader;
        }

        if (name.StartsWith("s6-", StringComparison.Ordinal))
        {
            return Launcher;
        }

        name = name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;

        // "python3.11", "lua5.4", "vim.basic", "gcc-12": the name without its version or variant.
        var bare = name.Split('.', 2)[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-');
        return Table.GetValueOrDefault(name) ?? Table.GetValueOrDefault(bare);
    }

    private static IEnumerable<KeyValuePair<string, string>> Rows() =>
    [
        .. Row(Shell, "sh bash rbash dash ash zsh ksh ksh93 mksh pdksh csh tcsh fish elvish nu xonsh rc es cmd powershell pwsh"),
        .. Row(Launcher, "busybox toybox env xargs parallel nohup nice ionice chrt taskset timeout stdbuf setsid setpriv setarch linux32 linux64 unshare nsenter chroot fakeroot"),
        .. Row(Launcher, "sudo su doas pkexec runuser run0 gosu su-exec start-stop-daemon systemd-run at batch crontab watch flock time script scriptreplay unbuffer rlwrap ltrace strace"),
        .. Row(Launcher, "perf valgrind gdb gdbserver lldb bwrap firejail catchsegv capsh ip faketime eatmydata dbus-run-session xvfb-run entr run-parts socat nc ncat netcat logsave prlimit cpulimit"),
        .. Row(Launcher, "choom uclampset runcon not msgexec msgfilter git-remote-ext luit sg newgrp pkttyagent dtach abduco nsjail minijail0 proot fakechroot"),
        .. Row(Launcher, "systemd-cat systemd-inhibit systemd-socket-activate systemd-nspawn systemd-vmspawn chpst softlimit envdir envuidgid setuidgid setlock runsv runsvdir"),
        .. Row(Launcher, "tini tini-static dumb-init catatonit daemonize supervise cgexec numactl torsocks torify proxychains proxychains4 tsocks ssh-agent gpg-agent dbus-launch"),
        .. Row(Launcher, "wine cscript wscript mshta rundll regsvr msiexec forfiles start wmic certutil bash.exe conhost"),
        .. Row(Language, "python pypy perl ruby irb jruby node nodejs deno bun tsx php php-cgi phpdbg lua luajit tclsh wish expect osascript groovy jshell java scala kotlin clojure clj bb"),
        .. Row(Language, "R Rscript julia octave ghci runghc runhaskell stack erl escript elixir iex guile racket sbcl clisp ocaml ocamlrun swipl gforth gjs qjs d8 dotnet csi fsi mono pkexec go cargo rustc zig m4"),
        .. Row(Language, "jrunscript regina rexx lli clang-repl instantfpc cobcrun"),
        .. Row(Expression, "awk gawk mawk nawk original-awk sed gsed ssed find gfind fd fdfind bfs dc ed ex vi vim vim.basic vim.tiny view rview rvim nvim nano emacs emacsclient psql mysql mariadb sqlite sqlplus"),
        .. Row(Expression, "gnuplot latex pdflatex xelatex lualatex tex luatex gs ghostscript convert magick jq-exec tmux screen less more most man pg lftp ftp"),
        .. Row(Builder, "make gmake bmake cmake ctest ninja meson rake ant mvn gradle msbuild bazel just task npm npx pnpm yarn yarnpkg corepack pip pipx uv uvx poetry conda gem bundle bundler composer cpan apt apt-get dpkg rpm"),
        .. Row(Remote, "ssh slogin rsh rexec mosh sshpass autossh pssh ansible docker podman nerdctl ctr crictl kubectl oc lxc lxc-attach machinectl vagrant"),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Row(string what, string names) =>
        names.Split(' ').Select(name => KeyValuePair.Create(name, what));
}
