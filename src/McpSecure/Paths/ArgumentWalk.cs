using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using McpSecure.Files;
using McpSecure.Policy.Paths;

namespace McpSecure.Paths;

/// <summary>Goes to a confined argument in the arguments of one call, to each of them below a list, and judges it. Costs no memory unless it is refused.</summary>
internal ref struct ArgumentWalk
{
    /// <summary>How many paths one call may name: each costs system calls.</summary>
    public const int MaximumPaths = 1000;

    private const int MaximumStackCharacters = 512;

    private readonly ConfinedArgument _argument;
    private readonly SecureRoot _root;
    private readonly Span<int> _places;
    private Outcome _outcome;
    private bool _isText;
    private int _left;

    private ArgumentWalk(ConfinedArgument argument, SecureRoot root, Span<int> places, int left)
    {
        _argument = argument;
        _root = root;
        _places = places;
        _outcome = Outcome.Done;
        _isText = true;
        _left = left;
    }

    /// <summary>The first that is refused. What was not sent, or is <c>null</c>, is no path.</summary>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="argument">The one to go to.</param>
    /// <param name="root">What it has to lie in.</param>
    /// <param name="left">How many paths the call may still name; afterwards less by those that were judged.</param>
    public static RefusedPath? Find(IDictionary<string, JsonElement> arguments, ConfinedArgument argument, SecureRoot root, ref int left)
    {
        if (!arguments.TryGetValue(argument.Steps[0]!, out var value))
        {
            return null;
        }

        var walk = new ArgumentWalk(argument, root, stackalloc int[argument.Steps.Length], left);
        var isDone = walk.Judge(value, 1);
        left = walk._left;
        return isDone ? null : new RefusedPath(walk.Place(), walk._outcome.Reason, walk._isText);
    }

    private bool Judge(JsonElement value, int step)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return true;
        }

        if (step == _argument.Steps.Length)
        {
            return value.ValueKind == JsonValueKind.String ? JudgeText(value) : Refuse();
        }

        if (_argument.Steps[step] is { } name)
        {
            return value.ValueKind == JsonValueKind.Object ? !value.TryGetProperty(name, out var member) || Judge(member, step + 1) : Refuse();
        }

        return value.ValueKind == JsonValueKind.Array ? JudgeEach(value, step) : Refuse();
    }

    private bool JudgeEach(JsonElement list, int step)
    {
        _places[step] = 0;
        foreach (var element in list.EnumerateArray())
        {
            if (!Judge(element, step + 1))
            {
                return false;
            }

            _places[step]++;
        }

        return true;
    }

    private bool JudgeText(JsonElement value)
    {
        if (_left == 0)
        {
            _outcome = PathRefusal.TooMany;
            return false;
        }

        _left--;
        var text = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        if (text.Length > MaximumStackCharacters || text.Contains((byte)'\\'))
        {
            return JudgeLongText(value);
        }

        Span<char> characters = stackalloc char[MaximumStackCharacters];
        var status = Utf8.ToUtf16(text, characters, out _, out var length, replaceInvalidSequences: false);
        _outcome = status == System.Buffers.OperationStatus.Done ? PathJudge.Check(characters[..length], _argument, _root) : PathRefusal.Malformed;
        return _outcome.IsDone;
    }

    private bool JudgeLongText(JsonElement value)
    {
        try
        {
            _outcome = PathJudge.Check(value.GetString(), _argument, _root);
        }
        catch (InvalidOperationException)
        {
            _outcome = PathRefusal.Malformed; // an escape that is half of a character
        }

        return _outcome.IsDone;
    }

    private bool Refuse()
    {
        _outcome = PathRefusal.Malformed;
        _isText = false;
        return false;
    }

    private readonly string Place()
    {
        var place = new StringBuilder();
        for (var step = 0; step < _argument.Steps.Length; step++)
        {
            _ = _argument.Steps[step] is { } name
                ? place.Append(step > 0 ? "." : string.Empty).Append(name)
                : place.Append('[').Append(_places[step].ToString(CultureInfo.InvariantCulture)).Append(']');
        }

        return place.ToString();
    }
}
