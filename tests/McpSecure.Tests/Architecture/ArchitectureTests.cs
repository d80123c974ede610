using McpSecure.Pipeline;
using McpSecure.Tests.Support;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Architecture;

/// <summary>Dependencies run one way, rooms do not know each other, and one file touches the filters of the SDK.</summary>
public sealed class ArchitectureTests
{
    private static readonly IReadOnlyCollection<TypeReference> Library = TypeReferences.Of(File.OpenRead(typeof(McpSecurityOptions).Assembly.Location));

    [Fact]
    public void Dependencies_run_one_way_and_rooms_do_not_know_each_other() => Assert.Empty(Rooms.Violations(Library));

    [Fact]
    public void Only_the_hook_uses_the_filters_of_the_SDK() => Assert.Equal([typeof(SdkHook).FullName], FilterUsers(Library));

    [Fact]
    public void Only_the_hook_switches_on_what_the_SDK_calls_experimental() => Assert.Equal(
        ["src/McpSecure/Pipeline/SdkHook.cs"],
        Repository.Files("src", "*").Append("Directory.Build.props").Append("Directory.Packages.props").Append(".editorconfig")
            .Where(file => Repository.Read(file).Contains("MCPEXP", StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void A_folder_is_a_namespace_so_that_no_file_stands_in_a_room_it_does_not_belong_to()
    {
        var strangers =
            from file in Repository.Files("src/McpSecure", "*.cs")
            let parts = file.Split('/')
            where parts.Length > 3 && !Repository.Read(file).ReplaceLineEndings("\n").Split('\n').Contains($"namespace {string.Join('.', parts[1..^1])};")
            select file;

        Assert.Empty(strangers);
    }

    [Fact]
    public void Rooms_are_internal_and_their_classes_sealed()
    {
        var open =
            from type in typeof(McpSecurityOptions).Assembly.GetTypes()
            where type.Namespace?.StartsWith("McpSecure.", StringComparison.Ordinal) == true
            where (type.IsVisible && !Rooms.IsPackage(type.Namespace?["McpSecure.".Length..])) || (type.IsClass && type is { IsSealed: false, IsAbstract: false } && !IsInherited(type))
            select type.FullName;

        Assert.Empty(open);
    }

    /// <summary>A reader that saw no bodies would find no violation in them either.</summary>
    [Fact]
    public void The_reader_sees_what_only_a_method_body_says() => Assert.Contains(
        new TypeReference("McpSecure.Pipeline.StartupCheck", "McpSecure.Policy.ServerCheck"), Library);

    private static IEnumerable<string> FilterUsers(IEnumerable<TypeReference> references)
    {
        var filters = typeof(McpServerOptions).Assembly.GetExportedTypes()
            .Where(type => type.Name.Contains("Filter", StringComparison.Ordinal) || type.Name.StartsWith("ResultOrAlternate", StringComparison.Ordinal))
            .Select(type => type.FullName)
            .ToHashSet(StringComparer.Ordinal);
        return references.Where(reference => filters.Contains(reference.To)).Select(reference => reference.From).Distinct();
    }

    private static bool IsInherited(Type type) => type.Assembly.GetTypes().Any(other => other.BaseType == type);

    /// <summary>The same rules over assemblies in which each is broken on purpose.</summary>
    public sealed class Planted
    {
        private const string Others = """
            using System;
            using System.Collections.Generic;
            using System.Threading.Tasks;
            namespace McpSecure { class Setting; }
            namespace McpSecure.Calls { class Call; }
            namespace McpSecure.Policy { class Rule; }
            namespace McpSecure.Audit { class Record { public static Record Of(McpSecure.Calls.Call call) => new(); } }
            namespace McpSecure.Pipeline { class Door; }
            namespace McpSecure.Schemas { public class Compiled; }
            namespace McpSecure.Identity
            {
                [AttributeUsage(AttributeTargets.All)] class Who : Attribute { public static int Count; public static int Id() => 1; public class Inner; }
                class Unknown : Exception;
                interface IKnown;
                delegate void Known(int id);
                enum Kind { None }
                class Box<T>;
            }
            """;

        [Theory]
        [InlineData("int M() => Identity.Who.Id();", "a call")]
        [InlineData("int M() => Identity.Who.Count;", "a field")]
        [InlineData("object M() => new Identity.Who();", "a constructor")]
        [InlineData("object M() => new List<Identity.Who>();", "a generic argument of a type")]
        [InlineData("object M() => Array.Empty<Identity.Who>();", "a generic argument of a method")]
        [InlineData("object M() => new Identity.Box<int>();", "a generic type")]
        [InlineData("object M() => typeof(Identity.Who);", "typeof")]
        [InlineData("bool M(object o) => o is Identity.Who;", "a cast")]
        [InlineData("object M() => new Identity.Who.Inner[2];", "an array of a nested type")]
        [InlineData("void M() { try { Console.WriteLine(); } catch (Identity.Unknown) { } }", "a catch")]
        [InlineData("Func<int> M() => () => Identity.Who.Id();", "a lambda")]
        [InlineData("Func<int> M() => Identity.Who.Id;", "a method group")]
        [InlineData("async Task M() { await Task.Yield(); Identity.Who.Id(); }", "a state machine")]
        [InlineData("IEnumerable<int> M() { yield return Identity.Who.Id(); }", "an iterator")]
        [InlineData("void M() { Identity.Kind kind = default; ref var r = ref kind; Console.WriteLine(r); }", "a local")]
        [InlineData("class Nested { int M() => Identity.Who.Id(); }", "a nested type")]
        [InlineData("Identity.Who? F;", "the type of a field")]
        [InlineData("IList<Identity.Who[]>? P => null;", "the type of a property")]
        [InlineData("event Identity.Known? E;", "the type of an event")]
        [InlineData("void M(Identity.Who who) { }", "a parameter")]
        [InlineData("void M<T>() where T : Identity.IKnown { }", "a constraint")]
        [InlineData("[Identity.Who] void M() { }", "an attribute")]
        [InlineData("[return: Identity.Who] int M() => 1;", "an attribute of a return value")]
        [InlineData("void M([Identity.Who] int x) { }", "an attribute of a parameter")]
        [InlineData("void M<[Identity.Who] T>() { }", "an attribute of a type parameter")]
        [InlineData("[System.Diagnostics.DebuggerTypeProxy(typeof(Identity.Who.Inner))] class Nested;", "typeof in an attribute")]
        [InlineData("class Nested : Identity.IKnown;", "an interface")]
        [InlineData("class Nested : Identity.Box<int>;", "a base type")]
        [InlineData("unsafe object M() { delegate*<Identity.Who, void> f = null; return (nint)f; }", "a function pointer")]
        public void A_room_that_reaches_into_another_is_caught(string member, string how)
        {
            var source = $"namespace McpSecure.Authorization {{ class Guard {{ {member} }} }}";

            var violations = Rooms.Violations(TypeReferences.Of(Compiler.Library(Others + source))).ToArray();

            Assert.True(violations.Length > 0, how);
            Assert.All(violations, violation => Assert.Matches(@"^McpSecure\.Authorization\.Guard \(Authorization\) uses McpSecure\.Identity\.\S+ \(Identity\)$", violation));
        }

        [Theory]
        [InlineData("McpSecure.Calls", "new McpSecure.Policy.Rule()", "McpSecure.Calls.X (Calls) uses McpSecure.Policy.Rule (Policy)")]
        [InlineData("McpSecure.Policy", "new McpSecure.Audit.Record()", "McpSecure.Policy.X (Policy) uses McpSecure.Audit.Record (Audit)")]
        [InlineData("McpSecure.Hosting", "new McpSecure.Pipeline.Door()", "McpSecure.Hosting.X (Hosting) uses McpSecure.Pipeline.Door (Pipeline)")]
        [InlineData("McpSecure", "new McpSecure.Calls.Call()", "McpSecure.X (root) uses McpSecure.Calls.Call (Calls)")]
        [InlineData("McpSecure.New", "new McpSecure.Audit.Record()", "McpSecure.New.X (New) uses McpSecure.Audit.Record (Audit)")]
        [InlineData("McpSecure.Schemas.Inner", "new McpSecure.Setting()", "McpSecure.Schemas.Inner.X (Schemas) uses McpSecure.Setting (root)")]
        [InlineData("Microsoft.Extensions", "new McpSecure.Calls.Call()", "Microsoft.Extensions.X (elsewhere) uses McpSecure.Calls.Call (Calls)")]
        public void A_dependency_that_runs_up_is_caught(string room, string use, string expected)
        {
            var source = $"namespace {room} {{ class X {{ object M() => {use}; }} }}";

            Assert.Equal([expected], Rooms.Violations(TypeReferences.Of(Compiler.Library(Others + source))));
        }

        [Theory]
        [InlineData("McpSecure.Pipeline", "McpSecure.Audit.Record.Of(new McpSecure.Calls.Call())")]
        [InlineData("McpSecure.Authorization", "new McpSecure.Policy.Rule()")]
        [InlineData("McpSecure.Policy", "new McpSecure.Setting()")]
        [InlineData("McpSecure.Calls", "new McpSecure.Schemas.Compiled()")]
        public void A_dependency_that_runs_down_is_not(string room, string use)
        {
            var source = $"namespace {room} {{ class X {{ object M() => {use}; }} }}";

            Assert.Empty(Rooms.Violations(TypeReferences.Of(Compiler.Library(Others + source))));
        }

        [Theory]
        [InlineData("object M(McpServerOptions options) => options.Filters;", "the lists themselves")]
        [InlineData("void M(McpServerOptions options) => options.Filters.Message.IncomingFilters.Clear();", "a list in passing")]
        [InlineData("McpRequestFilter<CallToolRequestParams, CallToolResult>? F;", "a filter")]
        [InlineData("McpMessageFilter F = next => next;", "a message filter")]
        public void A_second_user_of_the_filters_is_caught(string member, string how)
        {
            var source = $"using ModelContextProtocol.Protocol; using ModelContextProtocol.Server; namespace McpSecure.Pipeline; class Second {{ {member} }}";

            Assert.True(FilterUsers(TypeReferences.Of(Compiler.Library(source))).SequenceEqual(["McpSecure.Pipeline.Second"]), how);
        }
    }
}
