using System.Globalization;

namespace Tour;

/// <summary>Prints what happened, for a person to read.</summary>
internal static class Account
{
    private const int Width = 52;
    private const int TextWidth = 100;
    private const int MaxText = 600;

    private static readonly string[] Facts = ["outcome", "guard", "refusal.code", "approval.answer"];

    /// <summary>Prints what comes of the wrong ways.</summary>
    public static void Print(IReadOnlyList<Damage> damages)
    {
        Console.WriteLine("First, how it is often written, outside of any server. The servers get the same texts afterwards.");
        foreach (var damage in damages)
        {
            Console.WriteLine();
            Console.WriteLine($"{(damage.IsDone ? " " : "✗")} {damage.Way,-Width}{damage.Text}");
            Print("came of it", [damage.Effect ?? "not tried: this machine has no such program"]);
        }
    }

    /// <summary>Prints one visit.</summary>
    public static void Print(Visit visit)
    {
        Console.WriteLine();
        Console.WriteLine($"━━━ {visit.Role} {new string('━', 100 - visit.Role.Length)}");
        Console.WriteLine($"  tools      {string.Join("  ", visit.Tools)}");
        Console.WriteLine($"  prompts    {string.Join("  ", visit.Prompts)}");
        Console.WriteLine($"  resources  {string.Join("  ", visit.Resources)}");
        foreach (var attempt in visit.Attempts)
        {
            Print(attempt);
        }

        if (visit.Race is { } race)
        {
            Console.WriteLine();
            Console.WriteLine($"{(race.Outside == 0 ? " " : "✗")} read_file through a folder that changes places with a link to the outside");
            Print("race", [race.ToString()]);
        }

        Console.WriteLine();
        Console.WriteLine($"{(Checks.Of(visit.Flood) is null ? " " : "✗")} list_files, as fast as a client can");
        Print("flood", [visit.Flood.ToString()]);
    }

    /// <summary>Prints all visits beside each other.</summary>
    public static void PrintSummary(IReadOnlyList<Visit> visits)
    {
        Console.WriteLine();
        Console.WriteLine($"━━━ all roles {new string('━', 91)}");
        Console.WriteLine($"  {"",-Width}{string.Concat(visits.Select(visit => $"{visit.Role,-20}"))}".TrimEnd());
        for (var i = 0; i < Script.Steps.Count; i++)
        {
            var cells = visits.Select(visit => visit.Attempts[i].Outcome).Select(outcome => $"{Cell(outcome),-20}");
            Console.WriteLine($"  {Script.Steps[i].Title,-Width}{string.Concat(cells)}".TrimEnd());
        }
    }

    /// <summary>Prints who did what, by the journal, and what its checker says of the journal and of a forged one.</summary>
    public static void Print(IReadOnlyList<Entry> entries, Verification verified, Verification tampered, long flipped)
    {
        Console.WriteLine();
        Console.WriteLine($"━━━ who did what, by the journal of the servers {new string('━', 57)}");
        var roles = Script.Tools.Keys.ToArray();
        Console.WriteLine($"  {"",-Width}{string.Concat(roles.Select(role => $"{role,-24}"))}".TrimEnd());
        foreach (var row in entries.Where(entry => roles.Contains(entry.Role, StringComparer.Ordinal)).GroupBy(entry => entry.What, StringComparer.Ordinal).OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            var cells = roles.Select(role => Cell(row.SingleOrDefault(entry => string.Equals(entry.Role, role, StringComparison.Ordinal))));
            Console.WriteLine($"  {row.Key,-Width}{string.Concat(cells.Select(cell => $"{cell,-24}"))}".TrimEnd());
        }

        var counted = entries.Where(entry => !roles.Contains(entry.Role, StringComparer.Ordinal)).Sum(entry => entry.Refused);
        Console.WriteLine($"  and {counted.ToString(CultureInfo.InvariantCulture)} refusals more, which are counted: of each person the first within a minute have records of their own");
        Print(verified, "mcpsecure journal verify");
        Print(tampered, $"The same, after one bit of record {flipped.ToString(CultureInfo.InvariantCulture)} was flipped in a copy");
    }

    private static void Print(Verification verification, string what)
    {
        Console.WriteLine();
        Console.WriteLine($"{what}: ends with {verification.ExitCode.ToString(CultureInfo.InvariantCulture)}");
        foreach (var line in verification.Lines)
        {
            Console.WriteLine($"      {line}");
        }
    }

    private static string Cell(Entry? entry) => entry switch
    {
        null => "",
        { Refused: 0 } => $"{entry.Ran} ran",
        { Ran: 0 } => $"{entry.Refused} refused",
        _ => $"{entry.Ran} ran, {entry.Refused} refused",
    };

    /// <summary>Prints whether everything came out as it has to, or what did not.</summary>
    public static void PrintVerdict(IReadOnlyList<Visit> visits, IReadOnlyList<string> problems)
    {
        Console.WriteLine();
        if (problems.Count == 0)
        {
            Console.WriteLine($"Everything came out as it has to: {visits.Sum(visit => visit.Attempts.Count)} attempts in {visits.Count} roles.");
            return;
        }

        Console.WriteLine("Not as it has to be:");
        foreach (var problem in problems)
        {
            Console.WriteLine($"  ✗ {problem}");
        }
    }

    private static string Cell(Outcome outcome) => outcome switch
    {
        { Allowed: true } => "allowed",
        { Code: { } code } => code,
        { ErrorCode: not null } => "unknown",
        _ => "tool says no",
    };

    private static void Print(Attempt attempt)
    {
        Console.WriteLine();
        var mark = attempt.Expected.Fits(attempt.Outcome) ? " " : "✗";
        Console.WriteLine($"{mark} {attempt.Step.Title,-Width}{attempt.Outcome}");
        Print("model sees", Wrap(attempt.Outcome.Text));
        Print("decided by", [attempt.DecidedBy ?? "nothing: refused before any policy was asked"]);
        Print("spans", Tree(attempt.Spans));
    }

    private static void Print(string label, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.WriteLine($"      {label,-10}  {line}");
            label = string.Empty;
        }
    }

    private static IEnumerable<string> Tree(IReadOnlyList<Span> spans)
    {
        var known = spans.Select(span => span.Id).ToHashSet(StringComparer.Ordinal);
        return spans.Where(span => !known.Contains(span.Parent)).SelectMany(root => Branch(root, string.Empty, string.Empty));

        IEnumerable<string> Branch(Span span, string first, string rest)
        {
            yield return first + Describe(span);
            var children = spans.Where(child => string.Equals(child.Parent, span.Id, StringComparison.Ordinal)).ToList();
            for (var i = 0; i < children.Count; i++)
            {
                var isLast = i == children.Count - 1;
                foreach (var line in Branch(children[i], rest + (isLast ? "└─ " : "├─ "), rest + (isLast ? "   " : "│  ")))
                {
                    yield return line;
                }
            }
        }
    }

    private static string Describe(Span span)
    {
        var facts = Facts.Select(span.Security).Where(fact => fact is not null);
        var time = span.Milliseconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"{span.Name}  {time} ms  {string.Join("  ", facts)}".TrimEnd();
    }

    private static IEnumerable<string> Wrap(string text)
    {
        text = text.ReplaceLineEndings(" ⏎ ").Trim();
        text = text.Length <= MaxText ? text : $"{text[..MaxText]}…";
        while (text.Length > TextWidth && text.LastIndexOf(' ', TextWidth) is > 0 and var end)
        {
            yield return text[..end];
            text = text[(end + 1)..];
        }

        yield return text;
    }
}
