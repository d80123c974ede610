namespace McpSecure.Calls;

/// <summary>Where a call has taken a place that it gives back when its work has ended.</summary>
internal interface IPermits
{
    /// <summary>Takes the place back.</summary>
    void Release(int place);
}
