namespace McpSecure;

/// <summary>Says in the author's words what a person is asked to approve, such as <c>[ApprovalPrompt("Delete {path}?")]</c>.</summary>
/// <remarks>
/// <para>
/// The first line of what the person reads; all arguments follow it in any case. It asks for nothing by itself: see
/// <see cref="RequiresApprovalAttribute"/> and <see cref="Access.Ask"/>.
/// </para>
/// <para>
/// <c>{name}</c> stands for an argument of the tool or prompt, or a variable of the resource's URI template, <c>{filter.status}</c> for a field
/// within an argument of a tool; braces are written <c>{{</c> and <c>}}</c>. What stands there is quoted, cut visibly if it is long, and masked if it is
/// a secret. For what was not sent stands the default that the schema declares, or <c>(not given)</c>. A name that the tool does not have stops the start.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = true)]
public sealed class ApprovalPromptAttribute : Attribute
{
    /// <summary>Initializes a new instance of the <see cref="ApprovalPromptAttribute"/> class.</summary>
    /// <param name="template">
    /// One line: at most 500 characters and 8 names in braces, without backticks and characters that cannot be seen. Anything else stops the start.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="template"/> is empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="template"/> is <see langword="null"/>.</exception>
    public ApprovalPromptAttribute(string template)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(template);
        Template = template;
    }

    /// <summary>Gets the sentence, with its names in braces.</summary>
    public string Template { get; }
}
