using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Calls;

namespace McpSecure.Alerts;

/// <summary>The rules about a caller.</summary>
internal sealed class CallerRules(Thresholds thresholds, HourRules hours, IdentityTable table, KeyedHash hash, AlertDesk desk)
{
    private const float UnknownSeconds = 600;
    private const float MinutesOfHour = 60;
    private const int LeastToday = 20;

    /// <summary>How much of a value is hashed; the rest counts by its length.</summary>
    private const int Hashed = 256;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly bool _hasHours = thresholds.IsOn(Rule.OutsideHours) && !hours.IsEmpty;

    public void Observe(in Seen seen)
    {
        var set = table.SetOf(seen.Tag);
        lock (table.LockOf(set))
        {
            ref var profile = ref table.Find(set, seen.Tag, seen.Ticks, out var place, out var isShared);
            Count(ref profile, seen);
            CheckRefusals(ref profile, seen);
            CheckUnknown(ref profile, seen);
            if (_hasHours && seen.Facts.Kind != PrimitiveKind.None && hours.IsOutside(seen.Facts.Caller, seen.Ticks))
            {
                Raise(ref profile, seen, new Finding { Rule = Rule.OutsideHours, Observed = 1, Expected = 0, Count = 1, Since = seen.Seconds });
            }

            if (!isShared)
            {
                CheckCalls(ref profile, seen);
                CheckFirstUse(ref profile, seen);
                CheckValues(ref profile, seen, set, place);
            }
        }
    }

    /// <summary>A finding about the arguments of a call, which are known with the tool.</summary>
    public void Raise(in Seen seen, in Finding finding)
    {
        var set = table.SetOf(seen.Tag);
        lock (table.LockOf(set))
        {
            Raise(ref table.Find(set, seen.Tag, seen.Ticks, out _, out _), seen, finding);
        }
    }

    private void Count(ref Profile profile, in Seen seen)
    {
        // What comes a moment late belongs to the day before; a clock that has been set back does not.
        if (seen.Day > profile.Day || seen.Day < profile.Day - 1)
        {
            NewDay(ref profile, seen.Day);
        }

        var isBad = seen.IsBad;
        var elapsed = profile.LastTicks == 0 ? 0 : seen.SecondsSince(profile.LastTicks);
        profile.LastTicks = seen.Ticks;
        profile.CallEpisode.Add(seen.Seconds, elapsed > (float)Minute.TotalSeconds);
        if (isBad is true)
        {
            profile.RefusalEpisode.Add(seen.Seconds, profile.Refusals.BadOfMinute < 0.5f);
            profile.RefusalsToday++;
        }

        profile.Refusals.Add(elapsed, isBad);
        profile.JudgedToday += isBad is null ? 0 : 1;
        profile.Calls += profile.Calls == int.MaxValue ? 0 : 1;
        if (!profile.IsLearned && profile.Days > thresholds.LearningDays && profile.Calls >= thresholds.LearningCalls && profile.Tag != 0)
        {
            table.Learns(ref profile);
        }
    }

    /// <summary>What was on the days before becomes what is usual.</summary>
    private void NewDay(ref Profile profile, int day)
    {
        profile.CallsPerMinute.NewDay(thresholds.CallsPerMinute);
        profile.CallsPerHour.NewDay(thresholds.CallsPerHour);
        profile.DistinctValues.NewDay(thresholds.DistinctValues);
        if (profile.JudgedToday >= LeastToday)
        {
            profile.EarlierShare += 0.3f * (((float)profile.RefusalsToday / profile.JudgedToday) - profile.EarlierShare);
        }

        (profile.JudgedToday, profile.RefusalsToday) = (0, 0);
        profile.Day = day;
        profile.Days += profile.Days == ushort.MaxValue ? (ushort)0 : (ushort)1;
    }

    private void CheckRefusals(ref Profile profile, in Seen seen)
    {
        ref var refusals = ref profile.Refusals;
        if (seen.IsRefused && thresholds.IsOn(Rule.RefusalRate) && refusals.Exceeds(thresholds.Refusals, refusals.UsualShare, profile.EarlierShare))
        {
            var isOfMinute = refusals.BadOfMinute >= thresholds.Refusals.OfMinute;
            Raise(ref profile, seen, new Finding
            {
                Rule = Rule.RefusalRate,
                Observed = isOfMinute ? refusals.ShareOfMinute : refusals.ShareOfHour,
                Expected = Math.Max(isOfMinute ? refusals.UsualShare : 0, profile.EarlierShare),
                Window = isOfMinute ? Minute : Hour,
                Count = profile.RefusalEpisode.Count,
                Since = profile.RefusalEpisode.Since,
            });
        }
    }

    private void CheckUnknown(ref Profile profile, in Seen seen)
    {
        if (!seen.IsUnknown || !thresholds.IsOn(Rule.UnknownTools))
        {
            return;
        }

        profile.UnknownTools *= MathF.Exp(-Math.Max(seen.Seconds - profile.UnknownSeconds, 0) / UnknownSeconds);
        profile.UnknownEpisode.Add(seen.Seconds, profile.UnknownTools < 0.5f);
        profile.UnknownTools++;
        profile.UnknownSeconds = seen.Seconds;
        if (profile.UnknownTools >= thresholds.UnknownTools)
        {
            Raise(ref profile, seen, new Finding
            {
                Rule = Rule.UnknownTools,
                Observed = profile.UnknownTools,
                Expected = 0,
                Window = TimeSpan.FromSeconds(UnknownSeconds),
                Count = profile.UnknownEpisode.Count,
                Since = profile.UnknownEpisode.Since,
            });
        }
    }

    private void CheckCalls(ref Profile profile, in Seen seen)
    {
        var (perMinute, perHour) = (profile.Refusals.OfMinute, profile.Refusals.OfHour);
        profile.CallsPerMinute.Observe(perMinute);
        profile.CallsPerHour.Observe(perHour);
        if (!profile.IsLearned || !thresholds.IsOn(Rule.CallRate))
        {
            return;
        }

        // What has ended within the hour is told once, not again with the first call after.
        var goesOn = perMinute * MinutesOfHour > perHour / 2;
        var isOfMinute = perMinute > profile.CallsPerMinute.Limit(thresholds.CallsPerMinute, thresholds.Factor);
        if (isOfMinute || (goesOn && perHour > profile.CallsPerHour.Limit(thresholds.CallsPerHour, thresholds.Factor)))
        {
            Raise(ref profile, seen, new Finding
            {
                Rule = Rule.CallRate,
                Observed = isOfMinute ? perMinute : perHour,
                Expected = isOfMinute ? profile.CallsPerMinute.Most : profile.CallsPerHour.Most,
                Window = isOfMinute ? Minute : Hour,
                Count = profile.CallEpisode.Count,
                Since = profile.CallEpisode.Since,
            });
        }
    }

    private void CheckFirstUse(ref Profile profile, in Seen seen)
    {
        if (seen.Tool is { } tool && seen.Facts.Ending != CallOutcome.Refused && profile.Tools.Add(tool.Number) && profile.IsLearned && thresholds.IsOn(Rule.FirstUse))
        {
            Raise(ref profile, seen, new Finding { Rule = Rule.FirstUse, Observed = 1, Expected = 0, Count = 1, Since = seen.Seconds });
        }
    }

    private void CheckValues(ref Profile profile, in Seen seen, int set, int place)
    {
        if (seen.Facts.Arguments is not { } arguments || !thresholds.IsOn(Rule.Enumeration))
        {
            return;
        }

        var registers = table.SketchOf(set, place);
        profile.Sketch.Begin(seen.Hour, registers);
        var hasMore = false;
        foreach (var (name, value) in arguments)
        {
            hasMore |= profile.Sketch.Add(HashOf(name, value), registers);
        }

        if (!hasMore)
        {
            return;
        }

        var distinct = profile.Sketch.Estimate;
        profile.DistinctValues.Observe(distinct);
        if (profile.IsLearned && distinct > profile.DistinctValues.Limit(thresholds.DistinctValues, thresholds.Factor))
        {
            Raise(ref profile, seen, new Finding
            {
                Rule = Rule.Enumeration,
                Observed = distinct,
                Expected = profile.DistinctValues.Most,
                Window = Hour,
                Count = profile.CallEpisode.Count,
                Since = profile.CallEpisode.Since,
            });
        }
    }

    private ulong HashOf(string name, JsonElement value)
    {
        var raw = value.ValueKind == JsonValueKind.Undefined ? [] : JsonMarshal.GetRawUtf8Value(value);
        return hash.Of(raw[..Math.Min(raw.Length, Hashed)], hash.Of(MemoryMarshal.AsBytes(name.AsSpan())) + (ulong)raw.Length);
    }

    private void Raise(ref Profile profile, in Seen seen, in Finding finding)
    {
        if (profile.Cooling[(int)finding.Rule].TryRaise(seen.Seconds, thresholds.CoolDownSeconds, out var suppressed, out var since))
        {
            desk.Raise(finding, seen, suppressed, Math.Min(finding.Since, since), seen.Facts.Caller);
        }
    }
}
