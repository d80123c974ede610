using System.Collections.Concurrent;
using System.Diagnostics;

namespace McpSecure.Tests.Support;

/// <summary>
/// Remembers the activities that ended. Listeners are global and tests run in parallel: look at one trace (<see cref="InTrace"/>), or
/// join the <see cref="GlobalListeners"/> when a sampler or "nobody listens" matters.
/// </summary>
internal sealed class RecordedActivities : IDisposable
{
    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly ActivityListener _listener;

    public RecordedActivities(params string[] sources)
        : this(static (ref _) => ActivitySamplingResult.AllDataAndRecorded, sources)
    {
    }

    public RecordedActivities(SampleActivity<ActivityContext> sampler, params string[] sources)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => sources.Contains(source.Name),
            Sample = sampler,
            ActivityStopped = _stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Stopped => [.. _stopped];

    /// <summary>The activities of one trace, for example the one the test began with its own root activity.</summary>
    public IReadOnlyList<Activity> InTrace(ActivityTraceId trace) => [.. _stopped.Where(activity => activity.TraceId == trace)];

    public void Dispose() => _listener.Dispose();
}

/// <summary>Tests that must be alone with the global listeners. They run after all others, one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GlobalListeners
{
    public const string Name = "Global listeners";
}
