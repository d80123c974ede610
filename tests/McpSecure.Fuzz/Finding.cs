using System.Text;
using McpSecure.Tests.BadInput;

namespace McpSecure.Fuzz;

/// <summary>Something the server must not do, and did.</summary>
/// <param name="problem">What, and about which messages.</param>
/// <param name="from">The first message of the batch after which it was seen.</param>
/// <param name="to">The last one.</param>
internal sealed class Finding(Problem problem, int from, int to) : Exception(problem.What)
{
    private const int Shown = 5;

    /// <summary>What happened, without the particulars.</summary>
    public string Kind => problem.What.Split(':')[0];

    public int From => from;

    public int To => to;

    /// <summary>The messages it is about, as far as they are known.</summary>
    public IReadOnlyList<Expectation> About => problem.About;

    /// <summary>Says what happened and shows the lines, all in characters that a terminal may see.</summary>
    public string Describe()
    {
        var text = new StringBuilder(Printable(Encoding.UTF8.GetBytes(Message)));
        text.Append(Environment.NewLine).Append("    seen after messages ").Append(from).Append(" to ").Append(to);
        foreach (var one in About.Take(Shown))
        {
            text.Append(Environment.NewLine).Append("    message ").Append(one.Index).Append(": ").Append(Printable(one.Line));
        }

        return About.Count > Shown ? text.Append(Environment.NewLine).Append("    and ").Append(About.Count - Shown).Append(" more").ToString() : text.ToString();
    }

    /// <summary>The bytes, those that are no printable ASCII as <c>\xNN</c>.</summary>
    private static string Printable(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var one in bytes)
        {
            _ = one is >= 0x20 and < 0x7f ? text.Append((char)one) : text.Append("\\x").Append(one.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
