using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace McpSecure.Tests.Support;

/// <summary>Compiles source against what the tests themselves run with.</summary>
internal static class Compiler
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    private static readonly Lazy<MetadataReference[]> Platform = new(() =>
        [.. Trusted().Select(file => MetadataReference.CreateFromFile(file))]);

    /// <summary>The errors of a program or library, one line each: empty if it compiles.</summary>
    public static string[] Errors(OutputKind kind, params string[] sources) => Emit(kind, sources).Errors;

    /// <summary>A library, in memory.</summary>
    public static Stream Library(params string[] sources)
    {
        var (errors, assembly) = Emit(OutputKind.DynamicallyLinkedLibrary, sources);
        Assert.Empty(errors);
        return assembly;
    }

    private static (string[] Errors, Stream Assembly) Emit(OutputKind kind, string[] sources)
    {
        var compilation = CSharpCompilation.Create(
            "Compiled",
            sources.Select(source => CSharpSyntaxTree.ParseText(source, Language)),
            Platform.Value,
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        assembly.Position = 0;
        return ([.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.ToString())], assembly);
    }

    private static string[] Trusted() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
}
