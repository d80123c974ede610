namespace Tour;

/// <summary>Compares a visit with what had to come of it.</summary>
internal static class Checks
{
    /// <summary>Lists everything that is not as it has to be, one sentence each.</summary>
    public static IEnumerable<string> Of(Visit visit) =>
    [
        .. Server(visit),
        .. visit.Attempts.SelectMany(Answer),
        .. visit.Attempts.SelectMany(attempt => Record(visit.Role, attempt)),
        .. HiddenTools(visit),
        .. Of(visit.Flood) is { } flooded ? [flooded] : Array.Empty<string>(),
    ];

    /// <summary>Says what is not as it has to be about a flood: some calls run, and everybody else is told to wait. Which limit they meet depends on how fast the machine is.</summary>
    public static string? Of(Flood flood) =>
        flood is { Ran: > 0, Others: 0 } && flood.RateLimited + flood.Busy > 0 ? null : $"a flood had to be limited, and every call to be answered: {flood}";

    /// <summary>Lists the wrong ways that did no harm: then there would be nothing to guard against.</summary>
    public static IEnumerable<string> Of(IEnumerable<Damage> damages) =>
        damages.Where(damage => !damage.IsDone).Select(damage => $"{damage.Way}: had to do harm, and did none");

    /// <summary>Says whether anybody came to the neighbour that is nobody's business, beside those who went the wrong way.</summary>
    /// <param name="before">How many these were.</param>
    public static IEnumerable<string> OfNeighbours(int before)
    {
        if (Neighbours.Secret.Connections > before)
        {
            yield return "fetch_page reached the web server that it must not reach";
        }

        if (Neighbours.Page.Connections == 0 || Neighbours.Trap.Connections == 0)
        {
            yield return "fetch_page did not reach the pages that the operator has opened";
        }
    }

    /// <summary>Says what is not as it has to be about the journal of the servers.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<Visit> visits, IReadOnlyList<Entry> entries, Verification verified, Verification tampered, long flipped)
    {
        if (verified.ExitCode != 0)
        {
            yield return $"the journal had to be in order: {string.Join(' ', verified.Lines)}";
        }

        if (tampered.ExitCode != 1 || tampered.FirstBadRecord != flipped)
        {
            yield return $"record {flipped} had to be found out as changed: {string.Join(' ', tampered.Lines)}";
        }

        foreach (var visit in visits)
        {
            var told = visit.Attempts.Count(attempt => attempt.Outcome.Allowed);
            var kept = entries.Where(entry => string.Equals(entry.Role, visit.Role, StringComparison.Ordinal)).Sum(entry => entry.Ran);
            if (kept < told)
            {
                yield return $"{visit.Role}: {told} attempts were answered, and the journal knows of {kept}";
            }
        }
    }

    private static IEnumerable<string> Server(Visit visit)
    {
        foreach (var (what, expected, shown) in new[]
        {
            ("tools", Script.Tools[visit.Role], visit.Tools),
            ("prompts", ["summarize_folder"], visit.Prompts),
            ("resources", Script.Resources[visit.Role], visit.Resources),
        })
        {
            if (!shown.SequenceEqual(expected, StringComparer.Ordinal))
            {
                yield return $"the {what} listed had to be {string.Join(", ", expected)}, and were {string.Join(", ", shown)}";
            }
        }

        if (visit.Race is { Outside: > 0 } or { Inside: 0 })
        {
            yield return $"no read had to get out, and some to get in: {visit.Race}";
        }

        foreach (var mark in visit.Marks)
        {
            yield return $"an attack made the file {mark}";
        }

        if (visit.LeftWorkspace)
        {
            yield return "the server ended without deleting its temporary workspace";
        }
    }

    private static IEnumerable<string> Answer(Attempt attempt)
    {
        var (step, expected, outcome, _) = attempt;
        if (!expected.Fits(outcome))
        {
            yield return $"{step.Title}: had to be {expected}, and was {outcome}";
        }

        if (outcome.Wire.Contains("McpSecurity:", StringComparison.Ordinal))
        {
            yield return $"{step.Title}: the answer names a setting of the server";
        }
    }

    private static IEnumerable<string> Record(string role, Attempt attempt)
    {
        var title = attempt.Step.Title;
        var count = attempt.Spans.Count(span => string.Equals(span.Source, "McpSecure", StringComparison.Ordinal));
        if (count != 1 && !(attempt.Step.HasSeveralMessages && count > 1))
        {
            yield return $"{title}: McpSecure had to record one span, and recorded {count}";
        }

        if (Script.Decisions.TryGetValue((role, title), out var decision)
            && !string.Equals(attempt.DecidedBy, decision, StringComparison.Ordinal))
        {
            yield return $"{title}: {decision} had to decide, and {attempt.DecidedBy ?? "nothing"} did";
        }
    }

    /// <remarks>A caller who could tell "hidden" from "unknown" could find out what else the server does.</remarks>
    private static IEnumerable<string> HiddenTools(Visit visit)
    {
        var unknown = AnswerTo(Script.UnknownTool);
        foreach (var hidden in Script.Tools["admin"].Except(visit.Tools, StringComparer.Ordinal))
        {
            if (AnswerTo(hidden) != unknown)
            {
                yield return $"the answer for the hidden {hidden} differs from the one for a tool that does not exist";
            }
        }

        Outcome AnswerTo(string tool)
        {
            var outcome = visit.Attempts.First(attempt => attempt.Step.Title.StartsWith(tool, StringComparison.Ordinal)).Outcome;
            return outcome with { Text = Nameless(outcome.Text), Wire = Nameless(outcome.Wire) };

            string Nameless(string text) => text.Replace(tool, "…", StringComparison.Ordinal);
        }
    }
}
