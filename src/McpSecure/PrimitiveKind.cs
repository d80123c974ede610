namespace McpSecure;

/// <summary>What a request is about: the thing that access is granted to.</summary>
public enum PrimitiveKind
{
    /// <summary>Nothing that could be granted. The default.</summary>
    None = 0,

    /// <summary>A tool, by name (<c>tools/call</c>).</summary>
    Tool = 1,

    /// <summary>A prompt, by name (<c>prompts/get</c>).</summary>
    Prompt = 2,

    /// <summary>A resource, by URI (<c>resources/read</c>).</summary>
    Resource = 3,

    /// <summary>A resource template, by its URI template (<c>resources/templates/list</c>, completion of its variables).</summary>
    ResourceTemplate = 4,

    /// <summary>Updates of a resource, by URI (<c>resources/subscribe</c>, <c>subscriptions/listen</c>): decided as reading it.</summary>
    Subscription = 5,

    /// <summary>Completion of an argument (<c>completion/complete</c>): decided as using what its <c>ref</c> names.</summary>
    Completion = 6,
}
