namespace McpSecure.Limits;

/// <summary>Whether a call may begin. <see langword="default"/> says no.</summary>
internal readonly record struct Answer
{
    private Answer(bool isAdmitted, long time, bool isCoolDown = false) => (IsAdmitted, Time, IsCoolDown) = (isAdmitted, time, isCoolDown);

    /// <summary>Gets the answer to a call that may begin.</summary>
    public static Answer Admitted { get; } = new(isAdmitted: true, 0);

    /// <summary>Gets the answer where as many run as may.</summary>
    public static Answer Busy { get; }

    public bool IsAdmitted { get; }

    /// <summary>Gets a value indicating whether the caller has to wait because he was refused too often.</summary>
    public bool IsCoolDown { get; }

    /// <summary>Gets how long it takes until a call may begin again, in the unit of the clock; 0 where that is not known.</summary>
    public long Time { get; }

    /// <summary>The answer where as many have begun as may.</summary>
    public static Answer Wait(long time) => new(isAdmitted: false, time);

    /// <summary>The answer to one who was refused too often.</summary>
    public static Answer CoolDown(long time) => new(isAdmitted: false, time, isCoolDown: true);
}
