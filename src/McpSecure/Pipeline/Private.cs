using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>What one caller may see must not be served to another from a cache.</summary>
internal static class Private
{
    public static TResult Mark<TResult>(TResult result)
        where TResult : ICacheableResult
    {
        // Left unset, the SDK itself says "private", and only in the revisions that know the field.
        if (result.CacheScope is not null)
        {
            result.CacheScope = CacheScope.Private;
        }

        return result;
    }
}
