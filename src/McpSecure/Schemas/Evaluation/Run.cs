using System.Runtime.CompilerServices;

namespace McpSecure.Schemas.Evaluation;

/// <summary>What one validation may still cost. A run that has used up its budget finds everything invalid.</summary>
internal struct Run(int visits, int maxDepth = Run.MaxDepth)
{
    /// <summary>How deep instances may nest.</summary>
    public const int MaxDepth = 256;

    /// <summary>How many bytes, or simple items, cost as much as one visit.</summary>
    public const int PerVisit = 16;

    private readonly int _all = visits;
    private int _visits = visits;
    private int _depth;

    /// <summary>Gets or sets a value indicating whether names are known to be different from here down.</summary>
    public bool NamesAreChecked { get; set; }

    /// <summary>Gets how many visits have been paid for.</summary>
    public readonly int Used => _all - Math.Max(_visits, 0);

    /// <summary>Gets a value indicating whether the budget is used up.</summary>
    public readonly bool IsExhausted => _visits < 0;

    /// <summary>Gets a value indicating whether the instance went too deep.</summary>
    public bool IsTooDeep { get; private set; }

    /// <summary>Pays for one visit and for work in proportion to a length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Pay(int length = 0)
    {
        _visits -= 1 + (length / PerVisit);
        if (_visits >= 0)
        {
            return true;
        }

        _visits = -1;
        return false;
    }

    /// <summary>Pays for one visit and for a length of which each part costs more than usual.</summary>
    public bool Pay(int length, int cost) => Pay((int)Math.Min((long)length * cost, int.MaxValue));

    /// <summary>Ends the run: something in it could not be decided.</summary>
    public void Exhaust() => _visits = -1;

    /// <summary>Goes one level down; <see cref="Leave"/> comes back, if it did.</summary>
    public bool Enter() => (++_depth <= maxDepth && HasStack()) || Refuse();

    public void Leave() => _depth--;

    /// <summary>Goes on to a subschema that looks at the same value.</summary>
    public bool Continue() => HasStack() || Refuse();

    // How much a thread has, nobody knows beforehand.
    private static bool HasStack() => RuntimeHelpers.TryEnsureSufficientExecutionStack();

    private bool Refuse()
    {
        IsTooDeep = true;
        Exhaust();
        return false;
    }
}
