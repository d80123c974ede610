using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace McpSecure.Alerts;

/// <summary>What is known of one caller. No text, no reference: its size is that of the struct. Not synchronized.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Profile
{
    /// <summary>A caller who has hardly called and then not for an hour is as good as new.</summary>
    private const int FewCalls = 10;
    private const long FewTicks = TimeSpan.TicksPerHour;
    private const long LearningTicks = 7 * TimeSpan.TicksPerDay;

    /// <summary>Longer than the longest holiday.</summary>
    private const long LearnedTicks = 40 * TimeSpan.TicksPerDay;

    /// <summary>The hash of the caller; 0 where nobody is.</summary>
    public ulong Tag;
    public long LastTicks;
    public int Day;
    public ushort Days;
    public int Calls;
    public bool IsLearned;

    public DualRate Refusals;
    public Episode RefusalEpisode;
    public Episode CallEpisode;
    public Usual CallsPerMinute;
    public Usual CallsPerHour;

    /// <summary>The share of refusals on earlier days, and what today adds to it.</summary>
    public float EarlierShare;
    public int JudgedToday;
    public int RefusalsToday;

    public float UnknownTools;
    public int UnknownSeconds;
    public Episode UnknownEpisode;

    public Usual DistinctValues;
    public SketchState Sketch;

    public ToolSet Tools;
    public CoolDowns Cooling;

    /// <summary>How long ago the place was last used, if it may be given to another caller; -1 if it may not.</summary>
    /// <remarks>What took days to learn is kept for weeks, whoever else comes: nobody can make the server forget a caller by coming under many names.</remarks>
    public readonly long IdleTicks(long now)
    {
        var idle = now - LastTicks;
        var kept = IsLearned ? LearnedTicks : Calls < FewCalls ? FewTicks : LearningTicks;
        return Tag == 0 ? long.MaxValue : idle > kept ? idle : -1;
    }

    /// <summary>The tools that a caller has used, by number.</summary>
    [InlineArray(Words)]
    internal struct ToolSet
    {
        public const int Most = Words * 64;
        private const int Words = 4;

        private ulong _word;

        /// <summary>Whether it was not in there.</summary>
        public bool Add(int tool)
        {
            ref var word = ref this[tool / 64];
            var bit = 1UL << (tool % 64);
            var isNew = (word & bit) == 0;
            word |= bit;
            return isNew;
        }
    }

    [InlineArray((int)Rule.OfCallers)]
    internal struct CoolDowns
    {
        private CoolDown _first;
    }
}
