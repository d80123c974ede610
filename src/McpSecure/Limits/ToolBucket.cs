using McpSecure.Calls;

namespace McpSecure.Limits;

/// <summary>What all callers together have left of one tool.</summary>
internal sealed class ToolBucket(Limit limit, TimeProvider time) : IPermits
{
    private readonly Lock _lock = new();
    private readonly long _minute = time.TimestampFrequency * 60;
    private Bucket _bucket;

    public Answer Enter()
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            return _bucket.Enter(limit, now, _minute);
        }
    }

    public void Release(int place)
    {
        lock (_lock)
        {
            _bucket.Leave();
        }
    }
}
