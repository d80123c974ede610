namespace McpSecure.Alerts;

/// <summary>What a rule has said within the hour that began with the first. Not synchronized.</summary>
/// <remarks>The last quarter is for what was not told yet in that hour: nobody silences a rule about others by having it speak of him again and again.</remarks>
internal sealed class AlertBudget(int most)
{
    private const int Hour = 3600;

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly int _mostAgain = most - (most / 4);
    private int _dropped;

    public int Begins { get; private set; }

    public int Taken { get; private set; }

    public bool IsFirstRefused => _dropped == 1;

    /// <summary>Asks for one alert.</summary>
    /// <param name="key">What it is about.</param>
    /// <param name="now">Seconds.</param>
    /// <param name="dropped">How many were not told within the hour that has just ended.</param>
    public bool TryTake(string key, int now, out int dropped)
    {
        dropped = 0;
        if (Taken == 0 || now - Begins >= Hour || now < Begins)
        {
            (Begins, Taken, dropped, _dropped) = (now, 0, _dropped, 0);
            _told.Clear();
        }

        if (Taken >= (_told.Contains(key) ? _mostAgain : most))
        {
            _dropped++;
            return false;
        }

        Taken++;
        _told.Add(key);
        return true;
    }
}
