namespace McpSecure.Calls;

/// <summary>Whether it makes sense to send the request again; the model reads it.</summary>
internal enum Retry
{
    Never = 0,
    AfterFix = 1,
    Later = 2,
}
