namespace Tour;

/// <summary>What a role did with a tool, prompt or resource, by the journal.</summary>
/// <param name="Role">The role.</param>
/// <param name="What">The name of the tool or prompt, the template of the resource, or the method.</param>
/// <param name="Ran">How often it ran to its end.</param>
/// <param name="Refused">How often it was refused, before or while it ran.</param>
internal sealed record Entry(string Role, string What, int Ran, int Refused);
