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
        _round++;
        _stack.Clear();
        foreach (var number in from)
        {
            _stack.Push(number);
        }

        var reached = new List<int>();
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
                    return null;
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

        return reached;
    }
}
