namespace McpSecure;

/// <summary>Who sends a request: what the decision is made on, and what the record says.</summary>
/// <remarks>Immutable. What a client says about itself (<c>clientInfo</c>) is never part of it.</remarks>
public sealed class Caller
{
    /// <summary>Gets the caller of whom nothing is known and who may do nothing.</summary>
    public static Caller Anonymous { get; } = new();

    /// <summary>Gets who vouches for <see cref="Subject"/>.</summary>
    /// <value>The issuer of the token or claim, or <see langword="null"/> (the default) if nobody does.</value>
    public string? Issuer { get; init; }

    /// <summary>Gets the caller's stable identifier at the issuer.</summary>
    /// <value>The default is <see langword="null"/>: anonymous.</value>
    public string? Subject { get; init; }

    /// <summary>Gets a name for people to read. Never used in a decision.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Gets the names of the roles the caller is in, compared ordinally.</summary>
    /// <value>Empty by default: nothing is granted.</value>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Gets the identifier of the client application, as far as the issuer vouches for it.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Client { get; init; }

    /// <summary>Gets a value indicating whether the caller was authenticated.</summary>
    /// <value><see langword="true"/> if <see cref="Subject"/> is known.</value>
    public bool IsAuthenticated => Subject is not null;

    /// <summary>Gets what tells this caller from every other: issuer, subject and authenticated client.</summary>
    /// <value>Unambiguous: the parts are length-prefixed. All anonymous callers share one key.</value>
    public string Key => field ??= $"{Part(Issuer)}{Part(Subject)}{Part(Client)}";

    /// <summary>Gets what tells this person from every other, whichever client he uses: what limits go by. He may register as many clients as he likes.</summary>
    internal string Person => field ??= $"{Part(Issuer)}{Part(Subject)}";

    /// <summary>Gets a value indicating whether this is the person who started the process, on a local transport.</summary>
    internal bool IsLocal { get; init; }

    private static string Part(string? value) => value is null ? "-" : $"{value.Length}:{value}";
}
