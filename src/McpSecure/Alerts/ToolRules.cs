using McpSecure.Calls;

namespace McpSecure.Alerts;

/// <summary>The rules about a tool, whoever uses it.</summary>
internal sealed class ToolRules(Thresholds thresholds, CallerRules callers, AlertDesk desk)
{
    public void Observe(in Seen seen, ToolProfile tool)
    {
        var surprise = 0f;
        lock (tool.Lock)
        {
            CountFailures(tool, seen);
            if (thresholds.IsOn(Rule.ArgumentShape) && seen.Facts is { Arguments: { } arguments, Ending: not CallOutcome.Refused })
            {
                surprise = tool.Arguments.SurpriseOf(arguments);
                if (surprise < thresholds.Surprise)
                {
                    tool.Arguments.Learn(arguments); // what is told is not learned, or it would be usual the next time
                }
            }
        }

        if (surprise >= thresholds.Surprise)
        {
            // Outside of the lock: that of a caller is never taken within that of a tool.
            callers.Raise(seen, new Finding { Rule = Rule.ArgumentShape, Observed = surprise, Expected = 0, Count = 1, Since = seen.Seconds });
        }
    }

    private void CountFailures(ToolProfile tool, in Seen seen)
    {
        var isFailed = seen.IsFailed;
        if (!isFailed && seen.Facts.Ending is CallOutcome.Refused or CallOutcome.Suspended or CallOutcome.Cancelled)
        {
            return; // it did not run to its end
        }

        var elapsed = tool.LastTicks == 0 ? 0 : seen.SecondsSince(tool.LastTicks);
        tool.LastTicks = seen.Ticks;
        var usual = isFailed ? tool.Failures.UsualShare : 0;
        tool.Failures.Add(elapsed, isFailed);
        if (isFailed)
        {
            Failed(tool, seen, usual);
        }
        else if (tool.Failures.ShareOfMinute < thresholds.Failures.Share)
        {
            tool.FailingSince = 0;
        }
    }

    private void Failed(ToolProfile tool, in Seen seen, float usual)
    {
        if (tool.FailingSince == 0 || tool.FailingSince > seen.Ticks)
        {
            (tool.FailingSince, tool.UsualShare, tool.FailingCaller, tool.IsFailingForOthers) = (seen.Ticks, usual, seen.Tag, false);
        }

        tool.IsFailingForOthers |= tool.FailingCaller != seen.Tag;
        tool.FailureEpisode.Add(seen.Seconds, tool.FailingSince == seen.Ticks);
        if (!thresholds.IsOn(Rule.FailureRate)
            || seen.Ticks - tool.FailingSince < thresholds.FailureSeconds * TimeSpan.TicksPerSecond
            || !tool.Failures.Exceeds(thresholds.Failures, tool.UsualShare, earlier: 0)
            || !tool.Cooling.TryRaise(seen.Seconds, thresholds.CoolDownSeconds, out var suppressed, out var since))
        {
            return;
        }

        var finding = new Finding
        {
            Rule = Rule.FailureRate,
            Observed = tool.Failures.ShareOfMinute,
            Expected = tool.UsualShare,
            Window = TimeSpan.FromSeconds(thresholds.FailureSeconds),
            Count = tool.FailureEpisode.Count,
        };
        desk.Raise(finding, seen, suppressed, Math.Min(tool.FailureEpisode.Since, since), tool.IsFailingForOthers ? null : seen.Facts.Caller);
    }
}
