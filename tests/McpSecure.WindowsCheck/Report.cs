using McpSecure.Files;

namespace McpSecure.WindowsCheck;

/// <summary>One line for each check, and the sum of them.</summary>
internal sealed class Report
{
    private int _passed;
    private int _failed;
    private int _notShown;

    public static void Begin(string title) => Console.WriteLine($"{Environment.NewLine}# {title}");

    public void Is<T>(string what, T expected, Func<T> actual)
    {
        var text = Text(expected);
        var found = Found(() => Text(actual()));
        Line(found == text, $"{what}: {found}", $"expected {text}");
    }

    public void Done(string what, Action act) => Is(what, "done", () =>
    {
        act();
        return "done";
    });

    /// <summary>What is thrown outside of a check is a failure too; a program that crashes under Wine ends with 0.</summary>
    public void Finishes(string title, Action act)
    {
        var found = Found(() =>
        {
            act();
            return string.Empty;
        });
        if (found.Length > 0)
        {
            Line(isRight: false, $"{title}: {found}", "expected to come to its end");
        }
    }

    public void Refuses(string what, PathRefusal reason, Action act) => Is(what, $"refused: {reason}", () =>
    {
        act();
        return "done";
    });

    /// <summary>What this machine has no means to show; Wine lacks some.</summary>
    public void NotShown(string what, string why)
    {
        _notShown++;
        Console.WriteLine($"--   {what}: not shown, {why}");
    }

    public int Summary()
    {
        Console.WriteLine($"{Environment.NewLine}{_passed} passed, {_failed} failed, {_notShown} not shown");
        return _failed == 0 && _passed > 0 ? 0 : 1;
    }

    private void Line(bool isRight, string text, string otherwise)
    {
        _ = isRight ? _passed++ : _failed++;
        Console.WriteLine(isRight ? $"ok   {text}" : $"FAIL {text}; {otherwise}");
    }

    private static string Text<T>(T value) => value is System.Collections.IEnumerable list and not string
        ? $"[{string.Join(", ", list.Cast<object>())}]"
        : value?.ToString() ?? "null";

    private static string Found(Func<string> actual)
    {
        try
        {
            return actual();
        }
        catch (PathRefusedException refused)
        {
            return $"refused: {refused.Reason}";
        }
#pragma warning disable CA1031 // Whatever it is, it is what the line says.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }
}
