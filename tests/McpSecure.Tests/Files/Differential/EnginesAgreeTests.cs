using System.Globalization;
using System.Runtime.Versioning;
using McpSecure.Files;
using McpSecure.Files.Linux;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Files.Differential;

/// <summary>The kernel is the oracle: whatever path, whatever tree, the walk has to open the same file, or give the same error number.</summary>
[SupportedOSPlatform("linux")]
public sealed class EnginesAgreeTests(ITestOutputHelper output)
{
    private const string Variable = "MCPSECURE_FUZZ_PATHS";
    private const int Few = 4_000;
    private const int PathsOfATree = 100;

    private static int Paths => int.Parse(Environment.GetEnvironmentVariable(Variable) ?? Few.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    [LinuxTheory]
    [InlineData(SymbolicLinks.FollowBeneath, 1)]
    [InlineData(SymbolicLinks.Deny, 2)]
    public void The_walk_opens_what_the_kernel_opens(SymbolicLinks links, int seed)
    {
        var probe = new Probe(links);
        var differences = new List<string>();
        var answers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var paths = 0;
        for (; paths < Paths; paths += PathsOfATree)
        {
            using var tree = new RandomTree((seed * 1_000_000) + paths);
            using var root = new Descriptor(Descriptors.OpenDirectory(tree.Root));
            for (var path = 0; path < PathsOfATree; path++)
            {
                Compare(probe, tree, root.Value, tree.Path(), answers, differences);
            }

            Assert.Equal(1, Descriptors.CountBelow(tree.Root));
        }

        output.WriteLine($"{links}: {paths} paths, {answers.Values.Sum()} opens by each engine, {differences.Count} differences. {string.Join(", ", answers.Select(pair => $"{pair.Key} {pair.Value}"))}");
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences.Take(20)));
    }

    private static void Compare(
        Probe probe, RandomTree tree, int root, string path, SortedDictionary<string, int> answers, List<string> differences)
    {
        foreach (var (way, flags) in Probe.Ways)
        {
            foreach (var guards in probe.Guards(path))
            {
                var (kernel, walk) = probe.Compare(tree, root, path, flags, guards);
                var answer = kernel.Split(' ')[0];
                answers[answer] = answers.GetValueOrDefault(answer) + 1;
                if (kernel != walk)
                {
                    differences.Add($"{way}{(guards ? " guarded" : string.Empty)} {path}: kernel {kernel}, walk {walk}");
                }
            }
        }
    }
}
