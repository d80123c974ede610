using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>How bodies are asked for and read.</summary>
internal static class Bodies
{
    /// <summary>How large one may be, in bytes.</summary>
    public const int Limit = 100_000;

    /// <summary>The headers of a body that ends with the connection.</summary>
    public const string Endless = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";

    /// <summary>The ways to read a stream.</summary>
    public static Func<Stream, Task<int>>[] Reads() =>
    [
        stream => stream.ReadAsync(new byte[4096], Patience.Token).AsTask(),
        stream => stream.ReadAsync(new byte[4096]).AsTask(),
        stream => stream.ReadAsync(new byte[4096], 0, 4096, Patience.Token),
        stream => Task.FromResult(stream.Read(new byte[4096], 0, 4096)),
        stream => Task.FromResult(stream.Read(new byte[4096].AsSpan())),
        stream => Task.Factory.FromAsync(stream.BeginRead(new byte[4096], 0, 4096, callback: null, state: null), stream.EndRead),
    ];

    /// <summary>The address of a site, by a public name.</summary>
    public static string AddressOf(Site site) => $"http://public.example:{site.Port}/";

    public static HttpClient Client(Site site, TimeProvider? time = null) =>
        new Internet(site.Port) { ["public.example"] = Internet.PublicAddress }.Client(options => options.MaxResponseBytes = Limit, time);
}
