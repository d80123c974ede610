namespace McpSecure.Execution.Running;

/// <summary>Wakes the thread of a run, so that it looks whether it has to end.</summary>
internal interface IWakeUp
{
    /// <summary>Wakes it. May be called at any time, also too late.</summary>
    void Set();
}
