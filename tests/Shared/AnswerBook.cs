using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.BadInput;

/// <summary>Keeps account of requests and answers: one for each, none for anything else.</summary>
/// <param name="maximumResult">The longest result, in characters, its id not counted. Errors are short everywhere.</param>
internal sealed class AnswerBook(int maximumResult = AnswerForm.MaximumAnswer)
{
    private const int ParseError = -32700;

    private readonly Dictionary<RequestId, Account> _accounts = [];
    private readonly HashSet<RequestId> _cancelled = [];
    private int _unreadable;
    private int _parseErrors;

    /// <summary>How many answers have come, parse errors not counted.</summary>
    public int Answered { get; private set; }

    /// <summary>How many answers have to come yet.</summary>
    public int Missing { get; private set; }

    /// <summary>The requests, by their ids: a mutation may have made two of the same id.</summary>
    public IEnumerable<IReadOnlyList<Expectation>> Requests => _accounts.Values.Select(account => account.Asked);

    /// <summary>The messages that used this id.</summary>
    public IReadOnlyList<Expectation> Of(RequestId id) => _accounts.TryGetValue(id, out var account) ? account.Asked : [];

    /// <summary>Notes what is about to be sent.</summary>
    public void Add(Expectation one)
    {
        _unreadable += one.Message is null ? 1 : 0;
        if (one.Cancels() is { } cancelled && _cancelled.Add(cancelled) && _accounts.TryGetValue(cancelled, out var given))
        {
            Missing -= given.Open;
        }

        if (one.Request is { } id)
        {
            if (!_accounts.TryGetValue(id, out var account))
            {
                _accounts[id] = account = new Account();
            }

            account.Asked.Add(one);
            Missing += _cancelled.Contains(id) ? 0 : 1;
        }
    }

    /// <summary>Notes what has come.</summary>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public Problem? Take(JsonElement answer)
    {
        if (AnswerForm.ProblemOf(answer) is { } reason)
        {
            return new($"an answer that is none, {reason}: {Beginning(answer)}", []);
        }

        var written = answer.GetProperty("id");
        var id = written.ValueKind == JsonValueKind.Number ? new RequestId(written.GetInt64()) : new RequestId(written.GetString()!);
        var isError = answer.TryGetProperty("error", out var error);
        var length = answer.GetRawText().Length - written.GetRawText().Length;
        if (length > (isError ? AnswerForm.MaximumAnswer : maximumResult))
        {
            return new($"an answer of {length} characters", Of(id));
        }

        if (isError && error.GetProperty("code").GetInt32() == ParseError)
        {
            return ++_parseErrors > _unreadable ? new($"{_parseErrors} parse errors for {_unreadable} unreadable lines", Of(id)) : null;
        }

        if (!_accounts.TryGetValue(id, out var account))
        {
            return new($"an answer that nobody asked for: {Beginning(answer)}", []);
        }

        Answered++;
        account.Answers++;
        Missing -= _cancelled.Contains(id) || account.Answers > account.Asked.Count ? 0 : 1;
        return account.Answers > account.Asked.Count
            ? new($"{account.Answers} answers for {account.Asked.Count} requests of this id", account.Asked)
            : null;
    }

    /// <summary>What is wrong if nothing more comes, or <see langword="null"/>.</summary>
    public Problem? Unanswered()
    {
        Expectation[] open = [.. _accounts.Where(pair => pair.Value.Open > 0 && !_cancelled.Contains(pair.Key)).SelectMany(pair => pair.Value.Asked)];
        return open.Length == 0 ? null : new($"{Missing} answers are missing", open);
    }

    private static string Beginning(JsonElement answer)
    {
        var text = answer.GetRawText();
        return text.Length > 300 ? $"{text[..300]}…" : text;
    }

    private sealed class Account
    {
        public List<Expectation> Asked { get; } = [];

        public int Answers { get; set; }

        public int Open => Math.Max(0, Asked.Count - Answers);
    }
}
