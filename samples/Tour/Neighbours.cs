using System.Globalization;

namespace Tour;

/// <summary>The web servers beside the WorkspaceServer: one that its operator lets it reach, one that leads elsewhere, and one that is nobody's business.</summary>
internal static class Neighbours
{
    /// <summary>Gets what an administration page or a metadata service is: reachable from this machine, and meant for nobody else.</summary>
    public static Listener Secret { get; } = new("internal secrets");

    /// <summary>Gets the page that may be fetched.</summary>
    public static Listener Page { get; } = new("A page that the operator has opened.");

    /// <summary>Gets the page that may be fetched as well, and redirects to what may not.</summary>
    public static Listener Trap { get; } = new("Look over there.", $"http://127.0.0.1:{Secret.Port}/");

    /// <summary>
    /// Gets what the operator of this Tour adds to the policy: every public host, and of this machine the name <c>localhost</c>, by http and at
    /// three ports. That the third is listed takes away every other reason to refuse it.
    /// </summary>
    public static IEnumerable<(string Name, string Value)> Settings =>
    [
        ("Hosts__*", "true"),
        ("InternalHosts__localhost", "127.0.0.1, ::1"),
        ("AllowHttp", "true"),
        .. from listener in (Listener[])[Secret, Page, Trap]
           select ($"Ports__{listener.Port.ToString(CultureInfo.InvariantCulture)}", "true"),
    ];
}
