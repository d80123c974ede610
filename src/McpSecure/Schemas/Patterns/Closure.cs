namespace McpSecure.Schemas.Patterns;

/// <summary>Where a program gets to without reading a character. Not safe for concurrent use.</summary>
internal sealed class Closure(IReadOnlyList<PatternProgram.Step> steps)
{
    private readonly int[] _seen = new int[steps.Count];
    private readonly Stack<int> _stack = new();
    private int _round;

    /// <summary>Gets how many steps have been looked at.</summary>
    public int Work { get; private set; }

    /// <summary>Follows forks and the assertions that hold.</summary>
    /// <param name="from">The steps to begin with.</param>
    /// <param name="holds">Which assertions hold.</param>
    /// <returns>The steps that read a character, and the assertions that do not hold; nothing if there is a match.</returns>
    public List<int>? Of(IReadOnlyList<int> from, Func<Place, bool> holds)
    {
        var reached = new List<int>();
        return TryFollow(from, holds, reached) ? reached : null;
    }

    /// <summary>Follows forks and the assertions that hold.</summary>
    /// <param name="from">The steps to begin with.</param>
    /// <param name="holds">Which assertions hold.</param>
    /// <param name="reached">Takes the steps that read a character, and the assertions that do not hold.</param>
    /// <returns><see langword="false"/> if there is a match.</returns>
    public bool TryFollow(IReadOnlyList<int> from, Func<Place, bool> holds, List<int> reached)
    {
        reached.Clear();
        _round++;
        _stack.Clear();
        for (var index = 0; index < from.Count; index++)
        {
            _stack.Push(from[index]);
        }

        while (_stack.TryPop(out var number))
        {
            Work++;
            if (_seen[number] == _round)
            {
                continue;
            }

            _seen[number] = _round;
            switch (steps[number])
            {
                case { Kind: StepKind.Match }:
                    return false;
                case { Kind: StepKind.Fork } fork:
                    _stack.Push(fork.Other);
                    _stack.Push(fork.Next);
                    break;
                case { Kind: StepKind.Assertion } assertion when holds(assertion.Place):
                    _stack.Push(number + 1);
                    break;
                default:
                    reached.Add(number);
                    break;
            }
        }

        return true;
    }
}
