using System.Reflection;
using McpSecure.Execution;
using McpSecure.Tests.Support;
using Microsoft.CodeAnalysis;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>There is no way to give a command as a string, by mistake or by reflection on what is convenient.</summary>
public sealed class SurfaceTests
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void No_member_of_the_runner_takes_a_string()
    {
        var taking =
            from member in typeof(ProcessRunner).GetMembers(Public).OfType<MethodBase>()
            from parameter in member.GetParameters()
            where parameter.ParameterType == typeof(string) || parameter.ParameterType == typeof(object) || typeof(IEnumerable<string>).IsAssignableFrom(parameter.ParameterType)
                || typeof(FormattableString).IsAssignableFrom(parameter.ParameterType)
            select member.Name;

        Assert.Empty(taking);
    }

    [Fact]
    public void A_command_is_not_made_from_a_string()
    {
        Assert.DoesNotContain(typeof(Command).GetMethods(Public), method => method.Name.StartsWith("op_", StringComparison.Ordinal));
        Assert.Equal([typeof(int), typeof(int)], typeof(Command).GetConstructors(Public).Single().GetParameters().Select(parameter => parameter.ParameterType));
        Assert.DoesNotContain(typeof(Command).GetMethods(Public), method => method.IsStatic);
        Assert.DoesNotContain(typeof(CommandArgument).GetMethods(Public), method => method.Name.StartsWith("op_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""runner.RunAsync("git status");""")]
    [InlineData("""var s = "x"; runner.RunAsync("git show " + s);""")]
    [InlineData("""var s = "x"; string c = $"git show {s}"; runner.RunAsync(c);""")]
    [InlineData("""var s = "x"; runner.RunAsync($"git show {s:x}");""")]
    [InlineData("""var s = "x"; runner.RunAsync($"git show {s,5}");""")]
    [InlineData("""var b = true; runner.RunAsync($"git show {b}");""")]
    [InlineData("""var d = 1.5; runner.RunAsync($"git show {d}");""")]
    [InlineData("""object o = "x"; runner.RunAsync($"git show {o}");""")]
    [InlineData("""McpSecure.Files.UntrustedPath p = "x"; runner.RunAsync($"git show {p}");""")]
    [InlineData("""Command c = $"git show"; runner.RunAsync($"git {c}");""")]
    public void What_would_be_unsafe_or_ambiguous_does_not_compile(string statement) => Assert.NotEmpty(Errors(statement));

    [Fact]
    public void What_is_meant_does_compile()
    {
        Assert.Empty(Errors("""var s = "x"; runner.RunAsync($"git show {s} {5} {new[] { s }} {CommandArgument.OneOf(s, ["x"])}");"""));
        Assert.Empty(Errors("""var s = "x"; Command c = $"git show {s}"; runner.RunAsync(c, new ProcessRunOptions());"""));
    }

    private static string[] Errors(string statement) => Compiler.Errors(
        OutputKind.DynamicallyLinkedLibrary, $"using McpSecure.Execution; class C {{ void M(ProcessRunner runner) {{ {statement} }} }}");
}
