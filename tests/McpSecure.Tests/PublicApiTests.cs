using McpSecure.Tests.Support;

namespace McpSecure.Tests;

/// <summary>The public surface, written down: nothing enters or leaves it unseen.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_one_in_PublicApi_txt()
    {
        var expected = File.ReadAllText(Path.Join(AppContext.BaseDirectory, "PublicApi.txt")).ReplaceLineEndings("\n");
        var actual = PublicSurface.Of(typeof(McpSecurityOptions).Assembly);
        if (string.Equals(actual, expected, StringComparison.Ordinal))
        {
            return;
        }

        var file = Path.Join(AppContext.BaseDirectory, "PublicApi.actual.txt");
        File.WriteAllText(file, actual);
        Assert.Fail(
            $"The public surface has changed. If that is meant, write it into CHANGELOG.md and copy\n  {file}\n" +
            $"over\n  tests/McpSecure.Tests/PublicApi.txt\n{Difference(expected, actual)}");
    }

    [Fact]
    public void The_snapshot_shows_what_a_user_could_depend_on()
    {
        const string Expected = """
            abstract class McpSecure.Tests.PublicApiTests.Sample : IDisposable
              String Get { get; }
              String? Set { get; protected set; }
              abstract Void Dispose()
              const String Constant = "x"
              event EventHandler Happened
              protected new(Int32 number)
              static T Of<T>(T value, String? text = null, params String[] rest)
              virtual IList<Int32> Numbers { get; init; }

            """;

        Assert.Equal(Expected.ReplaceLineEndings("\n"), PublicSurface.Of(typeof(Sample)));
    }

    /// <summary>The same member may be new on one type and old on another.</summary>
    [Fact]
    public void A_difference_names_the_lines_with_their_type() =>
        Assert.Equal("- class B: b\n+ class B: a", Difference("class A\n  a\n\nclass B\n  b\n", "class A\n  a\n\nclass B\n  a\n"));

    private static string Difference(string expected, string actual)
    {
        var (old, current) = (Lines(expected), Lines(actual));
        return string.Join('\n',
        [
            .. old.Except(current, StringComparer.Ordinal).Select(line => $"- {line}"),
            .. current.Except(old, StringComparer.Ordinal).Select(line => $"+ {line}"),
        ]);
    }

    private static List<string> Lines(string surface)
    {
        var (type, lines) = ("", new List<string>());
        foreach (var line in surface.Split('\n'))
        {
            type = line.StartsWith(' ') ? type : line;
            lines.Add(line.StartsWith(' ') ? $"{type}: {line.Trim()}" : line);
        }

        return lines;
    }

#pragma warning disable CA1034, CA1044, CA1063, CA1721, CS0067 // a sample of everything, for reflection alone
    public abstract class Sample : IDisposable
    {
        public const string Constant = "x";

        internal static readonly string Hidden = "";

        protected Sample(int number) => Get = $"{number}";

        public event EventHandler? Happened;

        public string Get { get; }

        public string? Set { get; protected set; }

        public virtual IList<int> Numbers { get; init; } = [];

        internal int Internal { get; set; }

        public abstract void Dispose();

        public static T Of<T>(T value, string? text = null, params string[] rest) => value;

        private protected static void Inner()
        {
        }
    }
#pragma warning restore CA1034, CA1044, CA1063, CA1721, CS0067
}
