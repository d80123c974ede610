using System.Diagnostics;
using McpSecure.Execution;
using McpSecure.Execution.Programs;
using McpSecure.Tests.Files;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>Which programs can be registered, and what is said of the others.</summary>
public sealed class ProgramTests(ITestOutputHelper log)
{
    [LinuxFact]
    public async Task Only_a_registered_name_is_started_and_no_search_path_is_used()
    {
        using var runner = Shell.Create(configure: options => options.Environment["PATH"] = "/usr/bin:/bin");

        CommandRefusal.ProgramNotAllowed.Refused(() => runner.RunAsync($"id"));
        CommandRefusal.ProgramNotAllowed.Refused(() => runner.RunAsync($"/usr/bin/printf x"));
        CommandRefusal.ProgramNotAllowed.Refused(() => runner.RunAsync($"Printf x"));
        CommandRefusal.Template.Refused(() => runner.RunAsync($""));
        CommandRefusal.Template.Refused(() => runner.RunAsync($"  "));
        Assert.Equal("x", (await runner.RunAsync($"printf x").OrGiveUp()).StandardOutput);
    }

    [LinuxTheory]
    [InlineData("git", "not absolute")]
    [InlineData("./git", "not absolute")]
    [InlineData("/usr/bin/there-is-no-such-program", "Install it")]
    [InlineData("/usr/bin", "may execute")]
    [InlineData("/bin/sh", "is a shell")]
    [InlineData("/usr/bin/env", "starts the program")]
    [InlineData("/usr/bin/find", "language")]
    [InlineData("/opt/x.bat", "batch file")]
    [InlineData("/opt/x.CMD. .", "batch file")]
    [InlineData("/opt/x.ps1 ", "batch file")]
    public void Refuses_what_is_no_program_or_runs_others(string path, string why)
    {
        var exception = Assert.Throws<ArgumentException>(() => Create(path));

        Assert.Contains("'tool'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void Refuses_an_interpreter_behind_links_and_a_script_and_lets_them_pass_when_told_to()
    {
        var harmless = ProgramFiles.Link("harmless", "/bin/sh");
        var twice = ProgramFiles.Link("twice", harmless);
        var script = ProgramFiles.Create("report", "#!/bin/sh\necho x\n");

        Assert.Contains("is a shell", Assert.Throws<ArgumentException>(() => Create(twice)).Message, StringComparison.Ordinal);
        Assert.Contains("is a script", Assert.Throws<ArgumentException>(() => Create(script)).Message, StringComparison.Ordinal);
        Create(twice, allowInterpreter: true).Dispose();
        Create(script, allowInterpreter: true).Dispose();
        Assert.Throws<ArgumentException>(() => Create(ProgramFiles.Create("x.cmd", "\u007fELF"), allowInterpreter: true));
    }

    [LinuxFact]
    public void Refuses_a_program_that_others_could_exchange()
    {
        using var folder = new Folder();
        folder.Write("bin/tool", "\u007fELF");
        ProgramFiles.SetMode(folder.In("bin/tool"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Create(folder.In("bin/tool")).Dispose();

        ProgramFiles.SetMode(folder.In("bin/tool"), UnixFileMode.UserRead);
        Assert.Contains("may execute", Assert.Throws<ArgumentException>(() => Create(folder.In("bin/tool"))).Message, StringComparison.Ordinal);
        ProgramFiles.SetMode(folder.In("bin/tool"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        ProgramFiles.SetMode(folder.In("bin"), (UnixFileMode)0x1ff);
        Assert.Contains("could be exchanged", Assert.Throws<ArgumentException>(() => Create(folder.In("bin/tool"))).Message, StringComparison.Ordinal);
        ProgramFiles.SetMode(folder.In("bin"), (UnixFileMode)0x1c0);
        ProgramFiles.SetMode(folder.In("bin/tool"), (UnixFileMode)0x1ff);
        Assert.Contains("could be exchanged", Assert.Throws<ArgumentException>(() => Create(folder.In("bin/tool"))).Message, StringComparison.Ordinal);
    }

    /// <summary>The number of an owner that a user namespace does not know; elsewhere it is a user like any other, who is nobody.</summary>
    [LinuxFact]
    public void Refuses_a_program_that_belongs_to_nobody()
    {
        using var folder = new Folder();
        folder.Write("tool", "\u007fELF");
        ProgramFiles.SetMode(folder.In("tool"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        using var change = Process.Start(new ProcessStartInfo("/bin/chown", ["65534", folder.In("tool")]) { UseShellExecute = false, RedirectStandardError = true })!;
        change.WaitForExit();
        if (change.ExitCode != 0 || !File.ReadAllText("/proc/self/uid_map").Contains("4294967295", StringComparison.Ordinal))
        {
            log.WriteLine("Not tried: only root outside of a user namespace gives files away.");
            return;
        }

        Assert.Contains("could be exchanged", Assert.Throws<ArgumentException>(() => Create(folder.In("tool"))).Message, StringComparison.Ordinal);
    }

    /// <summary>What is started is the file that was looked at, wherever the link leads by now; it is told the name that it was registered by.</summary>
    [LinuxFact]
    public async Task Starts_the_file_that_was_checked()
    {
        using var folder = new Folder();
        folder.Link("tool", "/usr/bin/printf");
        var options = new ProcessRunnerOptions();
        options.Programs.Add("tool", folder.In("tool"));
        using var runner = new ProcessRunner(options);
        File.Delete(folder.In("tool"));
        folder.Link("tool", "/bin/false");

        Assert.Equal("x", (await runner.RunAsync($"tool x").OrGiveUp()).StandardOutput);
    }

    [LinuxFact]
    public async Task Tells_when_a_program_does_not_start()
    {
        using var folder = new Folder();
        File.Copy("/usr/bin/printf", folder.In("tool"));
        var options = new ProcessRunnerOptions();
        options.Programs.Add("tool", folder.In("tool"));
        options.Programs.Add("broken", ProgramFiles.Broken);
        using var runner = new ProcessRunner(options);
        File.Delete(folder.In("tool"));

        var gone = await Assert.ThrowsAsync<CommandRefusedException>(() => runner.RunAsync($"tool x").OrGiveUp());
        var broken = await Assert.ThrowsAsync<CommandRefusedException>(() => runner.RunAsync($"broken").OrGiveUp());

        Assert.Equal((CommandRefusal.NotStarted, CommandRefusal.NotStarted), (gone.Reason, broken.Reason));
        Assert.DoesNotContain(folder.Path, gone.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python3.11")]
    [InlineData("python3")]
    [InlineData("perl5.36.0")]
    [InlineData("PowerShell.exe")]
    [InlineData("cmd.exe")]
    [InlineData("bash.")]
    [InlineData("lua5.4")]
    [InlineData("nodejs")]
    [InlineData("ld-linux-x86-64.so.2")]
    [InlineData("busybox")]
    [InlineData("vim.basic")]
    [InlineData("mawk")]
    [InlineData("ssh")]
    [InlineData("xargs")]
    [InlineData("sudo")]
    [InlineData("docker")]
    [InlineData("sed")]
    [InlineData("not-14")]
    [InlineData("choom")]
    [InlineData("msgexec")]
    [InlineData("msgfilter")]
    [InlineData("git-remote-ext")]
    [InlineData("uclampset")]
    [InlineData("luit")]
    [InlineData("sg")]
    [InlineData("systemd-cat")]
    [InlineData("systemd-inhibit")]
    [InlineData("systemd-socket-activate")]
    [InlineData("systemd-nspawn")]
    [InlineData("runcon")]
    [InlineData("jrunscript")]
    [InlineData("regina")]
    [InlineData("rexx")]
    [InlineData("lli-14")]
    [InlineData("clang-repl-16")]
    [InlineData("instantfpc")]
    [InlineData("cobcrun")]
    [InlineData("pkttyagent")]
    [InlineData("newgrp")]
    [InlineData("chpst")]
    [InlineData("softlimit")]
    [InlineData("envdir")]
    [InlineData("setlock")]
    [InlineData("tini")]
    [InlineData("dumb-init")]
    [InlineData("s6-setuidgid")]
    [InlineData("s6-svscan")]
    [InlineData("runsv")]
    [InlineData("screen")]
    [InlineData("dtach")]
    [InlineData("abduco")]
    [InlineData("nsjail")]
    public void Knows_an_interpreter_by_its_name_and_version(string name) => Assert.NotNull(Interpreters.Find(name));

    [Theory]
    [InlineData("git")]
    [InlineData("tar")]
    [InlineData("grep")]
    [InlineData("curl")]
    [InlineData("shred")]
    [InlineData("printf")]
    [InlineData("msgfmt")]
    [InlineData("notify-send")]
    public void Does_not_take_other_programs_for_one(string name) => Assert.Null(Interpreters.Find(name));

    [Fact]
    public void A_name_is_one_word_and_there_once()
    {
        var programs = new ProcessPrograms();
        programs.Add("git", "/usr/bin/git");

        Assert.Throws<ArgumentException>(() => programs.Add("git", "/usr/bin/other"));
        Assert.Throws<ArgumentException>(() => programs.Add("git log", "/usr/bin/git"));
        Assert.Throws<ArgumentException>(() => programs.Add("'git'", "/usr/bin/git"));
        Assert.Equal(["git"], programs.Names);
    }

    [LinuxFact]
    public void Says_all_that_is_wrong_at_once()
    {
        var options = new ProcessRunnerOptions { Timeout = TimeSpan.Zero, MaxOutputBytes = -1, MaxArgumentBytes = 0, MaxConcurrent = 0 };
        options.Environment["A=B"] = "x";
        options.Programs.Add("a", "/bin/sh");
        options.Programs.Add("b", "relative");

        var message = Assert.Throws<ArgumentException>(() => new ProcessRunner(options)).Message;

        Assert.All(["Timeout", "MaxOutputBytes", "MaxArgumentBytes", "MaxConcurrent", "'A=B'", "'a'", "'b'"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [LinuxFact]
    public async Task A_host_does_not_start_with_a_program_that_is_not_fit()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddProcessRunner(options => options.Programs.Add("tool", "/usr/bin/there-is-no-such-program"));
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("'tool' is not at '/usr/bin/there-is-no-such-program'", exception.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_host_shares_one_runner_and_ends_it()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddProcessRunner(options => options.Programs.Add("printf", "/usr/bin/printf"));
        builder.Services.AddProcessRunner(options => options.Programs.Add("cat", "/bin/cat"));
        ProcessRunner runner;
        using (var host = builder.Build())
        {
            await host.StartAsync();
            runner = host.Services.GetRequiredService<ProcessRunner>();

            Assert.Equal("x", (await runner.RunAsync($"printf x").OrGiveUp()).StandardOutput);
            Assert.True((await runner.RunAsync($"cat").OrGiveUp()).IsSuccess);
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => runner.RunAsync($"cat"));
    }

    [LinuxFact]
    public void A_containment_that_is_none_is_refused()
    {
        Assert.Throws<PlatformNotSupportedException>(() => new ProcessRunner(new ProcessRunnerOptions { Containment = ProcessContainment.None }));
        Assert.Throws<PlatformNotSupportedException>(() => new ProcessRunner(new ProcessRunnerOptions { Containment = (ProcessContainment)99 }));
    }

    [Fact]
    public void Elsewhere_than_on_Linux_it_is_refused_and_said_why()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Contains("Linux", Assert.Throws<PlatformNotSupportedException>(() => new ProcessRunner(new ProcessRunnerOptions())).Message, StringComparison.Ordinal);
        }
    }

    private static ProcessRunner Create(string path, bool allowInterpreter = false)
    {
        var options = new ProcessRunnerOptions();
        options.Programs.Add("tool", path, allowInterpreter);
        return new ProcessRunner(options);
    }
}
