namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>Chance that is the same for the same seed.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>From the first to the last, both included.</summary>
    public int Between(int first, int last) => _random.Next(first, last + 1);

    public double Between(double least, double most) => least + (_random.NextDouble() * (most - least));

    /// <summary>As likely from 1 to 10 as from 10 to 100.</summary>
    public double LogBetween(double least, double most) => least * Math.Pow(most / least, _random.NextDouble());

    public bool Is(double probability) => _random.NextDouble() < probability;

    /// <summary>How long until the next, where they come independently of each other.</summary>
    public double Wait(double mean) => -Math.Log(1 - _random.NextDouble()) * mean;

    /// <summary>Small numbers are likelier.</summary>
    public int Zipf(int count) => (int)Math.Min(count - 1, Math.Pow(count + 1, _random.NextDouble()) - 1);

    public T Of<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
