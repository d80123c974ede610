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
