using System.Security.Cryptography;
using System.Text;
using McpSecure.Redaction;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Redaction;

/// <summary>Ordinary text stays as it is: code, documentation, lock files, hashes, identifiers.</summary>
public sealed class FalsePositiveTests(ITestOutputHelper output)
{
    private const int Samples = 50_000;

    [Fact]
    public void Nothing_is_found_in_the_sources_of_this_library()
    {
        var files = Repository.Files("src", "*.cs").Concat(Repository.Files("src", "*.json")).Concat(Repository.Files("benchmarks", "*.cs"));

        AssertNone(files.Select(file => (file, Repository.Read(file))));
    }

    [Fact]
    public void Nothing_is_found_in_lock_files() =>
        AssertNone(Repository.Files(string.Empty, "packages.lock.json").Select(file => (file, Repository.Read(file))));

    [Fact]
    public void Nothing_is_found_in_identifiers_and_hashes()
    {
        var random = new Drawn(20_261_127);
        AssertNone(Enumerable.Range(0, Samples).Select(index => ($"GUID {index}", new Guid(random.Bytes(16)).ToString())));
        AssertNone(Enumerable.Range(0, Samples).Select(index => ($"SHA-256 {index}", Convert.ToHexStringLower(random.Bytes(32)))));
        AssertNone(Enumerable.Range(0, Samples).Select(index => ($"SHA-1 {index}", Convert.ToHexString(random.Bytes(20)))));
        AssertNone(Enumerable.Range(0, Samples).Select(index => ($"SHA-512 in base64 {index}", Convert.ToBase64String(random.Bytes(64)))));
        AssertNone(Enumerable.Range(0, 200).Select(index => ($"file in base64 {index}", Convert.ToBase64String(random.Bytes(32 * 1024)))));
        AssertNone(Enumerable.Range(0, 200).Select(index => ($"file in base64url {index}", Convert.ToBase64String(random.Bytes(32 * 1024)).Replace('+', '-').Replace('/', '_'))));
        AssertNone(Enumerable.Range(0, Samples).Select(index => ($"time {index}", $"{1_700_000_000_000_000_000 + (index * 1_234_567_891L)} {1_700_000_000_000_000L + (index * 987_654_321L)}")));
    }

    /// <summary>Numbers of sixteen digits are told from cards by the ranges of their issuers and one digit: it is said how often that is wrong.</summary>
    [Fact]
    public void Of_all_numbers_of_sixteen_digits_one_in_thirty_could_be_a_card()
    {
        var random = new Drawn(7);
        var found = Enumerable.Range(0, Samples).Count(_ => IsFound($"{1_000_000_000_000_000 + (BitConverter.ToUInt64(random.Bytes(8)) % 9_000_000_000_000_000)}"));

        output.WriteLine($"{found} of {Samples}");
        Assert.InRange(found, 0, Samples / 30);
    }

    /// <summary>The documentation of .NET, 74 million characters of it, where it is installed.</summary>
    [Fact]
    public void Next_to_nothing_is_found_in_the_documentation_of_NET()
    {
        var root = Path.GetFullPath(Path.Join(Path.GetDirectoryName(typeof(object).Assembly.Location), "../../.."));
        var packs = Path.Join(root, "packs");
        var files = Directory.Exists(packs) ? Directory.GetFiles(packs, "*.xml", SearchOption.AllDirectories) : [];
        var (found, length) = (0, 0L);
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            length += text.Length;
            foreach (var hit in All(text))
            {
                found++;
                output.WriteLine($"{Path.GetFileName(file)}: {hit}");
            }
        }

        output.WriteLine($"{found} in {length:N0} characters of {files.Length} files");
        Assert.InRange(found, 0, Math.Max(1, length / 2_000_000));
    }

    private static void AssertNone(IEnumerable<(string Name, string Text)> texts) =>
        Assert.Empty(from text in texts from hit in All(text.Text) select $"{text.Name}: {hit}");

    private static bool IsFound(string text) => new CredentialScan(text, SecretNames.Default).TryNext(out _);

    private static List<string> All(string text)
    {
        var scan = new CredentialScan(text, SecretNames.Default);
        var found = new List<string>();
        while (scan.TryNext(out var one))
        {
            found.Add(text[Math.Max(0, one.Start - 20)..Math.Min(text.Length, one.End)][..Math.Min(80, Math.Min(text.Length, one.End) - Math.Max(0, one.Start - 20))]);
        }

        return found;
    }

    /// <summary>The same bytes in every run.</summary>
    private sealed class Drawn(int seed)
    {
        private ulong _next;

        public byte[] Bytes(int count)
        {
            var bytes = new byte[count];
            for (var at = 0; at < count; at += SHA256.HashSizeInBytes)
            {
                SHA256.HashData(Encoding.ASCII.GetBytes($"{seed}/{_next++}")).AsSpan(0, Math.Min(SHA256.HashSizeInBytes, count - at)).CopyTo(bytes.AsSpan(at));
            }

            return bytes;
        }
    }
}
