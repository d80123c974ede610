using ModelContextProtocol.Client;

namespace McpSecure.Testing;

/// <summary>How a <see cref="SecuredTestServer"/> differs from the server in production.</summary>
public sealed class TestServerOptions
{
    /// <summary>Gets or sets the folder whose <c>appsettings.json</c> holds the policy.</summary>
    /// <value>
    /// A path, relative to <see cref="AppContext.BaseDirectory"/>. The default is that folder itself: there is the server's own file, once
    /// its project copies it to the output.
    /// </value>
    public string? PolicyFolder { get; set; }

    /// <summary>Gets or sets a text that takes the place of <c>appsettings.json</c>.</summary>
    /// <value>JSON, with the section <c>McpSecurity</c>. The default is <see langword="null"/>: the file.</value>
    public string? PolicyJson { get; set; }

    /// <summary>Gets or sets the name of the environment; <c>appsettings.&lt;environment&gt;.json</c> of the same folder is read too.</summary>
    /// <value>The default is <c>Production</c>. The variables of the machine that runs the tests are never read.</value>
    public string Environment { get; set; } = "Production";

    /// <summary>Gets or sets how long a start, a connection or a call may take before it ends with a <see cref="TimeoutException"/>.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets what is changed in the options of each client: its protocol version, or handlers for what a tool asks it.</summary>
    /// <value>The default is <see langword="null"/>: the client as the SDK makes it.</value>
    public Action<McpClientOptions>? ConfigureClient { get; set; }
}
