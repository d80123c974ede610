using System.Text.Json;
using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Explaining;

/// <summary>Finds out why a value is not valid. It asks the evaluator where to look, and looks only there.</summary>
internal sealed partial class Explainer : IDisposable
{
    // What takes more than this is decided on before it is explained.
    private const int MostVisitsAtFirst = 5_000;

    // By then, the value has been decided on twice.
    private const int ShareOfExplaining = 4;

    private readonly PathBuilder _path = new();
    private readonly SchemaErrors _errors;
    private Run _run;
    private int _found;

    // Whether each value is decided on before it is explained. It takes longer, as values are in one another, but overlooks nothing.
    private bool _isCareful;

    private Explainer(int visits, SchemaErrors errors) => (_run, _errors) = (new Run(visits), errors);

    /// <param name="root">The schema.</param>
    /// <param name="instance">Any value.</param>
    /// <param name="visits">The budget.</param>
    /// <param name="errors">Takes the errors: none if the value is valid.</param>
    public static void Explain(SchemaNode root, in Instance instance, int visits, SchemaErrors errors)
    {
        using var explainer = new Explainer(Math.Min(visits, MostVisitsAtFirst), errors);
        var before = errors.Count;
        explainer.ExplainValue(root, instance);
        if (explainer._found == 0 || explainer._run.IsExhausted)
        {
            // It is valid, or there is too much of it, or what is wrong hides where the schema has nothing to say.
            errors.TakeBack(before);
            explainer.ExplainCarefully(root, instance, visits);
        }
    }

    public void Dispose() => _path.Dispose();

    private void ExplainCarefully(SchemaNode root, in Instance instance, int visits)
    {
        var run = new Run(visits);
        var valid = instance.Members is { } members ? Evaluator.Visit(root, members, ref run) : Evaluator.Visit(root, instance.Element, ref run);
        if (run.IsExhausted)
        {
            AddLimit(run);
        }
        else if (!valid)
        {
            (_run, _found, _isCareful) = (new Run(Math.Max(1, visits / ShareOfExplaining)), 0, true);
            ExplainValue(root, instance);
            if (_found == 0)
            {
                // Only if explaining has cost more than deciding.
                AddLimit(_run);
            }
        }
    }

    private void AddLimit(in Run run)
    {
        if (run.IsTooDeep)
        {
            Add("depth", $"at most {Run.MaxDepth} levels of nesting", "more");
        }
        else
        {
            Add("budget", "a value that takes less work to check", string.Empty);
        }
    }

    private void Add(string keyword, string expected, string actual)
    {
        var path = _path.ToString();
        _found++;

        var error = new SchemaError(path, keyword, expected, actual);

        // Once is enough to hear about it, however many subschemas agree.
        if (_errors.Count == 0 || !(_errors[^1] == error || (keyword is "type" && _errors[^1].Keyword is "type" && string.Equals(_errors[^1].InstancePath, path, StringComparison.Ordinal))))
        {
            _errors.Add(error);
        }
    }

    private void ExplainValue(SchemaNode node, in Instance instance)
    {
        if (instance.Members is null && instance.Kind == JsonValueKind.Object && AddDuplicates(instance.Element))
        {
            return;
        }

        Explain(node, instance);
        if (_isCareful && instance.Members is null)
        {
            ExplainUnknown(node, instance.Element);
        }
    }

    private void ExplainChild(SchemaNode node, JsonElement value)
    {
        if (_errors.IsFull)
        {
            return;
        }

        if (!_isCareful && IsExplainedInParts(node.Target ?? node, value.ValueKind))
        {
            ExplainValue(node, new Instance(value));
        }
        else if (!Evaluator.Visit(node, value, ref _run))
        {
            ExplainInvalid(node, value);
        }
    }

    // What is in it is decided on, part by part: no need to decide on all of it before.
    private static bool IsExplainedInParts(SchemaNode node, JsonValueKind kind) =>
        node.Plan == Plan.Single && (kind == JsonValueKind.Object ? node.Objects is not null : kind == JsonValueKind.Array && node.Arrays is not null);

    private void ExplainInvalid(SchemaNode node, JsonElement value)
    {
        var before = _found;
        ExplainValue(node, new Instance(value));
        if (_found == before)
        {
            Add(string.Empty, Wording.Describe(node), Wording.KindOf(value.ValueKind));
        }
    }

    private void Explain(SchemaNode node, in Instance instance)
    {
        var kind = instance.Kind;
        if (_errors.IsFull || !_run.Pay() || !_run.Continue())
        {
            return;
        }

        if (ExplainType(node, instance))
        {
            ExplainOwn(node, instance, kind);
            if (node.Applicators is { } applicators)
            {
                ExplainInPlace(node, applicators, instance);
            }
        }
    }

    private void ExplainOwn(SchemaNode node, in Instance instance, JsonValueKind kind)
    {
        switch (kind)
        {
            case JsonValueKind.String:
                ExplainString(node, instance.Element);
                break;
            case JsonValueKind.Number:
                ExplainNumber(node, instance.Element);
                break;
            case JsonValueKind.Array when node.Arrays is { } rules:
                ExplainArray(rules, instance.Element);
                break;
            case JsonValueKind.Object when node.Objects is { } rules:
                ExplainObject(node, rules, instance);
                break;
        }
    }

    private void ExplainInPlace(SchemaNode node, Applicators applicators, in Instance instance)
    {
        foreach (var inner in applicators.References)
        {
            Explain(inner, instance);
        }

        foreach (var inner in applicators.AllOf)
        {
            Explain(inner, instance);
        }

        ExplainChoice(applicators.AnyOf, "anyOf", instance);
        ExplainChoice(applicators.OneOf, "oneOf", instance);
        if (applicators.Not is { } not && Evaluator.Apply(not, instance, default, ref _run))
        {
            Add("not", $"anything but {Wording.Describe(not)}", Wording.KindOf(instance.Kind));
        }

        if (applicators.If is { } condition)
        {
            var branch = Evaluator.Apply(condition, instance, default, ref _run) ? applicators.Then : applicators.Else;
            if (branch is not null)
            {
                Explain(branch, instance);
            }
        }

        if (Unevaluated.NodeFor(applicators, instance.Kind) is { } rest)
        {
            ExplainRest(node, rest, instance);
        }
    }
}
