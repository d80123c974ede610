using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using McpSecure.Alerts;
using McpSecure.Calls;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>Thirty days of a small company, and what the monitor says of them with its default thresholds. The same for the same seed.</summary>
internal static class SimulatedMonth
{
    private static readonly string[] ToolNames = [.. Enumerable.Range(0, Month.Tools).Select(tool => $"tool_{tool}")];
    private static readonly JsonElement[] Values = [.. Enumerable.Range(0, Actor.Values + 1).Select(value => JsonDocument.Parse($"\"C-{value:D6}\"").RootElement)];

    public static async Task<MonthReport> RunAsync(int seed)
    {
        var dice = new Dice(seed);
        var month = new Month(dice);
        var actors = People(dice);
        var incidents = Incidents.Of(month, actors, dice);
        var kept = new Kept();
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await using var monitor = new AlertMonitor(
            Options(), [kept], NullLoggerFactory.Instance, services.GetRequiredService<IMeterFactory>(), new FakeTime(), new KeyedHash((ulong)seed, 1));
        var count = Live(month, actors, incidents, dice, monitor);
        await monitor.DisposeAsync();
        return new(seed, count, incidents, [.. kept.Alerts]);
    }

    private static Actor[] People(Dice dice) =>
    [
        .. Enumerable.Range(0, 12).Select(number => new Person(number, dice)),
        new Assistant(12, dice),
        new Assistant(13, dice),
        new Batch(14, BatchKind.Nightly, dice),
        new Batch(15, BatchKind.Hourly, dice),
        new Batch(16, BatchKind.Events, dice),
    ];

    /// <summary>The defaults, with what only the operator can know: when people work. The rule that looks at arguments is on.</summary>
    private static AlertOptions Options()
    {
        const string Weekday = "06:00-22:00";
        return new AlertOptions
        {
            Rules = { ["enumeration"] = true },
            Hours =
            {
                ["clerk"] = new()
                {
                    TimeZone = "Europe/Berlin",
                    Monday = Weekday,
                    Tuesday = Weekday,
                    Wednesday = Weekday,
                    Thursday = Weekday,
                    Friday = Weekday,
                    Saturday = "08:00-18:00",
                },
            },
        };
    }

    private static int Live(Month month, Actor[] actors, Incident[] incidents, Dice dice, AlertMonitor monitor)
    {
        var newcomer = new Person(actors.Length, dice, joins: dice.Between(3, 20));
        Actor[] everybody = [.. actors, newcomer];
        var happenings = new List<Happening>();
        var count = 0;
        for (var day = 0; day < Month.Days; day++)
        {
            foreach (var actor in everybody)
            {
                actor.Live(day, month, dice, happenings);
            }

            happenings.AddRange(incidents.Where(incident => incident.Day == day).SelectMany(incident => incident.Happenings));
            happenings.Sort((one, other) => one.Ticks.CompareTo(other.Ticks));

            // What goes on after midnight comes in order with the next day.
            var midnight = month.Ticks(day + 1, 0);
            var today = happenings.FindIndex(happening => happening.Ticks >= midnight) is >= 0 and var next ? next : happenings.Count;
            Observe(happenings[..today], everybody, monitor);
            happenings.RemoveRange(0, today);
            count += today;
        }

        return count;
    }

    private static void Observe(List<Happening> happenings, Actor[] actors, AlertMonitor monitor)
    {
        var arguments = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var happening in happenings)
        {
            arguments["id"] = Values[happening.Value];
            monitor.Observe(new CallFacts
            {
                Caller = actors[happening.Actor].Caller,
                Method = Methods.CallTool,
                Kind = PrimitiveKind.Tool,
                Target = happening.Tool < 0 ? Wire.Other : ToolNames[happening.Tool],
                Code = happening.Code,
                Ending = happening.Ending,
                Time = new DateTimeOffset(happening.Ticks, TimeSpan.Zero),
                Arguments = arguments,
            });
        }
    }

    private sealed class Kept : IAlertSink
    {
        public ConcurrentQueue<Alert> Alerts { get; } = new();

        public ValueTask SendAsync(Alert alert, CancellationToken cancellationToken)
        {
            Alerts.Enqueue(alert);
            return ValueTask.CompletedTask;
        }
    }
}
