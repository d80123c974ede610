using System.Text.Json;

namespace McpSecure.Alerts;

/// <summary>What the arguments of a tool usually look like. Not synchronized.</summary>
internal sealed class ArgumentProfile
{
    /// <summary>Further arguments are not looked at: names that clients make up fill no memory.</summary>
    private const int Most = 32;

    private readonly Dictionary<string, ValueProfile> _values = new(StringComparer.Ordinal);

    /// <summary>How unlike all earlier ones the least usual of the arguments is; 0 as long as too few are known.</summary>
    public float SurpriseOf(IDictionary<string, JsonElement> arguments)
    {
        var most = 0f;
        foreach (var (name, value) in arguments)
        {
            if (_values.TryGetValue(name, out var known))
            {
                most = Math.Max(most, known.SurpriseOf(ValueShape.Of(value)));
            }
        }

        return most;
    }

    public void Learn(IDictionary<string, JsonElement> arguments)
    {
        foreach (var (name, value) in arguments)
        {
            if (!_values.TryGetValue(name, out var known) && _values.Count < Most)
            {
                _values[name] = known = new ValueProfile();
            }

            known?.Learn(ValueShape.Of(value));
        }
    }
}
