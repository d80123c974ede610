namespace McpSecure.Schemas.Patterns;

/// <summary>A pattern without look-arounds and back-references as a nondeterministic automaton (Thompson's construction).</summary>
internal sealed class PatternProgram
{
    private readonly List<Step> _steps = [];

    private PatternProgram(PatternNode root)
    {
        Emit(root);
        _steps.Add(new(StepKind.Match));
    }

    /// <summary>Gets the steps; the first is where it begins, the last is where it has matched.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>Gets a value indicating whether it asks for words.</summary>
    public bool HasWords => _steps.Exists(step => step.Place is Place.WordBoundary or Place.NoWordBoundary);

    public static PatternProgram Of(PatternNode root) => new(root);

    private void Emit(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.Character character:
                _steps.Add(new(StepKind.Character, Set: character.Set));
                break;
            case PatternNode.Assertion assertion:
                _steps.Add(new(StepKind.Assertion, Place: assertion.Place));
                break;
            case PatternNode.Sequence sequence:
                foreach (var part in sequence.Parts)
                {
                    Emit(part);
                }

                break;
            case PatternNode.Choice choice:
                EmitChoice(choice.Alternatives);
                break;
            case PatternNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
            case PatternNode.Capture capture:
                Emit(capture.Part);
                break;
            default:
                throw new InvalidOperationException($"{node.GetType().Name} has no automaton.");
        }
    }

    private void EmitChoice(IReadOnlyList<PatternNode> alternatives)
    {
        var exits = new List<int>();
        for (var i = 0; i < alternatives.Count - 1; i++)
        {
            var fork = Reserve();
            Emit(alternatives[i]);
            exits.Add(Reserve());
            _steps[fork] = new(StepKind.Fork, fork + 1, _steps.Count);
        }

        Emit(alternatives[^1]);
        foreach (var exit in exits)
        {
            _steps[exit] = new(StepKind.Fork, _steps.Count, _steps.Count);
        }
    }

    private void EmitRepeat(PatternNode.Repeat repeat)
    {
        for (var i = 0; i < repeat.Minimum; i++)
        {
            Emit(repeat.Part);
        }

        if (repeat.Maximum == PatternNode.Unbounded)
        {
            var fork = Reserve();
            Emit(repeat.Part);
            _steps.Add(new(StepKind.Fork, fork, fork));
            _steps[fork] = new(StepKind.Fork, fork + 1, _steps.Count);
            return;
        }

        // Each of the optional ones leads to the end, not to the next: that keeps the states of the automaton small.
        var forks = new List<int>();
        for (var i = repeat.Minimum; i < repeat.Maximum; i++)
        {
            forks.Add(Reserve());
            Emit(repeat.Part);
        }

        foreach (var fork in forks)
        {
            _steps[fork] = new(StepKind.Fork, fork + 1, _steps.Count);
        }
    }

    private int Reserve()
    {
        _steps.Add(default);
        return _steps.Count - 1;
    }

    /// <summary>One step: a character leads to the next step, a fork to two.</summary>
    public readonly record struct Step(StepKind Kind, int Next = 0, int Other = 0, CodePoints? Set = null, Place Place = Place.None);
}
