using System.Globalization;
using McpSecure.Swapper;

// The attacker of the race tests: exchanges two names at full speed, until standard input closes or the parent is gone.
// "ready" is printed after the first exchange, and how many there were at the end.
if (args is not [var first, var second] || !OperatingSystem.IsLinux())
{
    Console.Error.WriteLine("Usage, on Linux: McpSecure.Swapper NAME NAME");
    return 2;
}

var exchange = new Exchange(first, second);
if (!exchange.Swap())
{
    Console.Error.WriteLine("The file system does not exchange names.");
    return 1;
}

Console.Out.WriteLine("ready");
using var end = new CancellationTokenSource();
new Thread(() =>
{
    Console.In.ReadToEnd();
    end.Cancel();
})
{ IsBackground = true }.Start();
var count = exchange.SwapUntil(end.Token);
Console.Out.WriteLine(count.ToString(CultureInfo.InvariantCulture));
return 0;
