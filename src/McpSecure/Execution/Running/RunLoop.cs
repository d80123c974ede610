namespace McpSecure.Execution.Running;

/// <summary>What carries runs out, one after the other, on a thread of its own: one implementation for each operating system.</summary>
internal abstract class RunLoop : IDisposable
{
    /// <summary>Gets a value indicating whether the thread is of no more use.</summary>
    public virtual bool IsSpoiled => false;

    /// <summary>Carries a run out: when it returns, the run has been told its end, and none of its processes is left.</summary>
    public abstract void Execute(Run run);

    public abstract void Dispose();
}
