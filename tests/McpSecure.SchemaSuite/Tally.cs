namespace McpSecure.SchemaSuite;

/// <summary>How a part of the suite went.</summary>
internal sealed class Tally(string part)
{
    private readonly List<string> _failures = [];

    public int Count { get; private set; }

    public int Passed { get; private set; }

    /// <summary>Gets how many instances were taken that are not valid: the failures that matter.</summary>
    public int AcceptsInvalid { get; private set; }

    public int RefusedAtCompile { get; private set; }

    public IReadOnlyList<string> Failures => _failures;

    public void Add(string name, bool expected, bool? actual)
    {
        Count++;
        if (actual == expected)
        {
            Passed++;
            return;
        }

        RefusedAtCompile += actual is null ? 1 : 0;
        AcceptsInvalid += actual == true ? 1 : 0;
        _failures.Add($"{(actual is null ? "refused at compile" : actual.Value ? "accepts invalid" : "refuses valid")}: {name}");
    }

    public override string ToString() => $"{part} {Passed}/{Count}, accepts-invalid {AcceptsInvalid}, refused-at-compile {RefusedAtCompile}";
}
