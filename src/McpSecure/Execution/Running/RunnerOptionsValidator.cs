using Microsoft.Extensions.Options;

namespace McpSecure.Execution.Running;

/// <summary>Looks at everything when the host starts, not when the first tool runs a program.</summary>
internal sealed class RunnerOptionsValidator : IValidateOptions<ProcessRunnerOptions>
{
    public ValidateOptionsResult Validate(string? name, ProcessRunnerOptions options)
    {
        if (RunPlatform.Fault(options.Containment, out _) is { } fault)
        {
            return ValidateOptionsResult.Fail(fault);
        }

        var faults = RunnerOptionsCheck.Faults(options, out _);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
