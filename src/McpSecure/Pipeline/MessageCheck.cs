using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Arguments;
using McpSecure.Calls;
using McpSecure.Policy;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>Is this a message the server takes at all? Asked before anything is known of the primitive, so that the answer tells nothing.</summary>
internal sealed class MessageCheck(IOptions<McpSecurityOptions> options, AccessPolicy policy)
{
    /// <summary>The name of this check in records.</summary>
    public const string Name = "structure";

    private static readonly Refusal MethodNotAllowed = new(RefusalCode.MethodNotAllowed, string.Empty);

    private static readonly Refusal NoParams = new(
        RefusalCode.InvalidRequest, "The request needs params, and they have to be an object.", Retry.AfterFix);

    private static readonly Refusal AmbiguousParams = new(
        RefusalCode.InvalidRequest, "The params have a key twice, in two cases, or one that is no text. Send each key once.", Retry.AfterFix);

    private static readonly Refusal UnreadableParams = new(
        RefusalCode.InvalidRequest, "The params do not have the shape that the method takes: names and URIs are texts, arguments are an object.", Retry.AfterFix);

    /// <summary>Checks a request.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public Refusal? Of(JsonRpcRequest request, Caller caller)
    {
        var isStandard = Methods.Requests.Contains(request.Method);
        if (!IsOffered(request.Method, isStandard, caller))
        {
            return MethodNotAllowed;
        }

        // What a custom method takes is its handler's business.
        return isStandard ? OfParams(request.Method, request.Params) : null;
    }

    /// <summary>Checks a notification.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public Refusal? Of(JsonRpcNotification notification, Caller caller) =>
        IsOffered(notification.Method, Methods.Notifications.Contains(notification.Method), caller) ? null : MethodNotAllowed;

    /// <summary>What the SDK could not read before any guard was asked is the client's mistake, and the exception quotes it: it goes no further.</summary>
    /// <returns>The refusal, or <see langword="null"/> if the exception says something else.</returns>
    public static Refusal? OfFailure(JsonRpcRequest request, bool isEntered, Exception exception) =>
        exception is JsonException && !isEntered && Methods.Requests.Contains(request.Method) ? UnreadableParams : null;

    private bool IsOffered(string method, bool isStandard, Caller caller) =>
        options.Value.AllowedMethods.TryGetValue(method, out var access)
            ? access == Access.Allow && policy.IsKnown(caller)
            : isStandard && (!Methods.NeedsRole(method) || policy.IsKnown(caller));

    private static Refusal? OfParams(string method, JsonNode? parameters)
    {
        if (parameters is not JsonObject members)
        {
            return parameters is null && !Methods.NeedsParams(method) ? null : NoParams;
        }

        try
        {
            return OfMembers(members);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // The node refuses to list members of which two have one name, or one has a name with half of a character in it.
            return AmbiguousParams;
        }
    }

    private static Refusal? OfMembers(JsonObject members) => ArgumentsShape.FindAmbiguousKey(members) is { } key
        ? new(RefusalCode.InvalidRequest, $"The argument '{Echo.Of(key)}' is given twice, or in two cases. Send each argument once.", Retry.AfterFix)
        : null;
}
