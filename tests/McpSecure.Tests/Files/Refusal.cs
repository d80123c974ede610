using McpSecure.Files;

namespace McpSecure.Tests.Files;

/// <summary>What a root answers to something that it refuses.</summary>
internal static class Refusal
{
    public static PathRefusal Of(Action action) => Assert.Throws<PathRefusedException>(action).Reason;

    public static PathRefusal Of(Func<object> action) => Assert.Throws<PathRefusedException>(action).Reason;
}
