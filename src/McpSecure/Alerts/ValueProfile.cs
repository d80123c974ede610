namespace McpSecure.Alerts;

/// <summary>How often the values of one argument had which shape. Not synchronized.</summary>
internal sealed class ValueProfile
{
    /// <summary>Before so many values nothing is unusual.</summary>
    private const int Least = 100;

    /// <summary>Then all counts are halved: what was usual long ago fades.</summary>
    private const int Enough = 100_000;

    private readonly int[] _types = new int[ValueShape.Types];
    private readonly int[] _lengths = new int[ValueShape.Lengths];
    private readonly int[] _traits = new int[ValueShape.TraitCount];
    private int _all;

    /// <summary>The negative logarithm of how probable the shape is, its parts taken for independent (naive Bayes, Laplace smoothing).</summary>
    public float SurpriseOf(ValueShape shape)
    {
        if (_all < Least)
        {
            return 0;
        }

        var surprise = Of(_types[shape.Type]) + Of(AtLeastAsLong(shape.Length));
        for (var trait = 0; trait < ValueShape.TraitCount; trait++)
        {
            surprise += shape.Has(trait) ? Of(_traits[trait]) : 0;
        }

        return surprise;
    }

    public void Learn(ValueShape shape)
    {
        _all++;
        _types[shape.Type]++;
        _lengths[shape.Length]++;
        for (var trait = 0; trait < ValueShape.TraitCount; trait++)
        {
            _traits[trait] += shape.Has(trait) ? 1 : 0;
        }

        if (_all >= Enough)
        {
            _all /= 2;
            Halve(_types);
            Halve(_lengths);
            Halve(_traits);
        }
    }

    private static void Halve(int[] counts)
    {
        for (var index = 0; index < counts.Length; index++)
        {
            counts[index] /= 2;
        }
    }

    private float Of(int count) => -MathF.Log((count + 1f) / (_all + 2f));

    private int AtLeastAsLong(int length)
    {
        var count = 0;
        for (var index = length; index < _lengths.Length; index++)
        {
            count += _lengths[index];
        }

        return count;
    }
}
