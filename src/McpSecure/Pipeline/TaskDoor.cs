using System.Text.Json.Nodes;
using McpSecure.Calls;
using McpSecure.Policy;
using McpSecure.Tasks;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Binds each task to the caller who created it: nobody else can ask for it, answer it, stop it, list it, or hear of it.</summary>
/// <remarks>
/// Who owns a task is learnt from the answer to <c>tools/call</c> that creates it, before that answer leaves: nobody can know the id earlier. What is
/// another's and what does not exist get the same answer. Does nothing, and keeps nothing, where <c>AllowedMethods</c> lists no method of tasks.
/// </remarks>
internal sealed class TaskDoor(TaskOwners owners, AccessPolicy policy, Sessions sessions, IOptions<McpSecurityOptions> options)
{
    /// <summary>The name of this check in records.</summary>
    public const string Name = "tasks";

    private static readonly Refusal NoTask = new(RefusalCode.InvalidRequest, "The request names no task: its params need one taskId, a text.", Retry.AfterFix);
    private static readonly Refusal Unknown = new(RefusalCode.NotFound, string.Empty);

    private static readonly Refusal NoRoom = new(
        RefusalCode.TooManyConcurrent, "The task cannot be kept: there are as many tasks as the server can remember. Try again later.", Retry.Later);

    private readonly bool _isOn = options.Value.AllowedMethods.Any(method => method.Value == Access.Allow && Methods.Tasks.Contains(method.Key));

    /// <summary>Takes note of who uses a session: news of a task go to all of it.</summary>
    public void Saw(MessageContext context, Caller caller)
    {
        if (_isOn)
        {
            sessions.Of(context).Saw(caller);
        }
    }

    /// <summary>Checks a request; those that have nothing to do with tasks pass.</summary>
    /// <returns>The error to answer with, or <see langword="null"/>.</returns>
    public RefusalError? Check(MessageContext context, JsonRpcRequest request, MessageState state)
    {
        if (!_isOn)
        {
            return null;
        }

        if (string.Equals(request.Method, Methods.Listen, StringComparison.Ordinal))
        {
            return TaskMessages.IdsToHearOf(request.Params).Select(id => Refused(context, request.Method, id, state)).FirstOrDefault(refused => refused is not null);
        }

        if (!Methods.Tasks.Contains(request.Method))
        {
            return null;
        }

        state.IsTaskList = string.Equals(request.Method, Methods.ListTasks, StringComparison.Ordinal);
        return state.IsTaskList ? null : Refused(context, request.Method, TaskMessages.IdOf(request.Params), state);
    }

    /// <summary>Looks at an answer on its way out: one that creates a task makes its owner, one that lists tasks is cut down to the caller's.</summary>
    /// <returns>The error to answer with in its place, or <see langword="null"/>.</returns>
    public RefusalError? LetOut(MessageContext context, JsonRpcResponse answer, MessageState state) =>
        _isOn ? LetOutOfTask(context, answer, state) : null;

    // Apart, so that what a closure needs is made only here.
    private RefusalError? LetOutOfTask(MessageContext context, JsonRpcResponse answer, MessageState state)
    {
        if (state.IsTaskList)
        {
            answer.Result = TaskMessages.Only(answer.Result, id => Owns(context, id, state.Caller));
        }
        else if (state.IsAlternate && state.Call is { } call && TaskMessages.IdOfCreated(answer.Result, out var life) is { } created
            && !owners.Add(created, state.Caller.Key, call.Name, life))
        {
            state.Record.Withheld(Name, NoRoom);
            return new(McpErrorCode.InternalError, NoRoom.Message, NoRoom);
        }

        return null;
    }

    /// <summary>Whether everybody whom a notification about a task would reach owns the task.</summary>
    /// <param name="context">The notification on its way out.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="subscription">The subscription it is sent for, if it says so.</param>
    public bool MayHear(MessageContext context, JsonObject? parameters, RequestId? subscription)
    {
        if (!_isOn || TaskMessages.IdOf(parameters) is not { } id)
        {
            return false;
        }

        var session = sessions.Of(context);
        Caller[] receivers = subscription is null ? session.OnlyCaller is { } only ? [only] : [] : [.. session.ReceiversOf(subscription)];
        return receivers.Length > 0 && Array.TrueForAll(receivers, receiver => Owns(context, id, receiver));
    }

    private RefusalError? Refused(MessageContext context, string method, string? id, MessageState state)
    {
        if (id is null)
        {
            state.Refused(Name, NoTask);
            return RefusalAnswer.ForMessage(method, NoTask);
        }

        // To stop what he started is left to a caller who may not use the tool any more.
        var isOwn = string.Equals(method, Methods.CancelTask, StringComparison.Ordinal)
            ? owners.ToolOf(id, state.Caller.Key) is not null
            : Owns(context, id, state.Caller);
        if (isOwn)
        {
            return null;
        }

        state.Refused(Name, Unknown);

        // Word for word what the Tasks extension says of an id it does not know.
        return new(McpErrorCode.InvalidParams, $"Unknown task: '{Echo.Of(id)}'");
    }

    /// <summary>Whether a task is the caller's, and he may still use the tool that runs as the task.</summary>
    private bool Owns(MessageContext context, string id, Caller caller) =>
        owners.ToolOf(id, caller.Key) is { } tool
        && policy.Decide(
            PrimitiveKind.Tool, tool, caller, PrimitiveFacts.Of(ServerPrimitives.Find(context.Server.ServerOptions, PrimitiveKind.Tool, tool))).Access > Access.Deny;
}
