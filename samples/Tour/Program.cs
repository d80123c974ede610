using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Tour;

// A pipe on Windows would get the code page of the console otherwise, and no tree survives that.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

// Whatever hangs, the Tour ends, and every server with it.
using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(90));
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, GiveUp);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, GiveUp);

// The SDK's client hands on a trace only if somebody in this process listens to it.
using var listener = new ActivityListener
{
    ShouldListenTo = source => source.Name is "Tour" or "Experimental.ModelContextProtocol",
    Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
};
ActivitySource.AddActivityListener(listener);

using var book = new Book();
var visits = new List<Visit>();
var problems = new List<string>();
try
{
    var damages = await Damage.DoAsync(deadline.Token);
    Account.Print(damages);
    problems.AddRange(Checks.Of(damages));
    var reached = Neighbours.Secret.Connections;

    Console.WriteLine();
    if (!GitTrap.IsPossible)
    {
        Console.WriteLine("There is no git on this machine that a server could run: what is tried with it is left out.");
    }

    Console.WriteLine("Each role gets a WorkspaceServer of its own, started in a folder whose appsettings.json grants everything.");
    foreach (var role in Script.Tools.Keys)
    {
        var visit = await Visit.RunAsync(role, book, deadline.Token);
        Account.Print(visit);
        visits.Add(visit);
        problems.AddRange(Checks.Of(visit).Select(problem => $"{role}: {problem}"));
    }

    Account.PrintSummary(visits);
    problems.AddRange(Checks.OfNeighbours(reached));

    var verified = await book.VerifyAsync(book.Journal, deadline.Token);
    var (copy, flipped) = book.CopyWithOneByteFlipped();
    var tampered = await book.VerifyAsync(copy, deadline.Token);
    Account.Print(book.Entries(), verified, tampered, flipped);
    problems.AddRange(Checks.Of(visits, book.Entries(), verified, tampered, flipped));
}
catch (OperationCanceledException) when (deadline.IsCancellationRequested)
{
    problems.Add("The Tour was interrupted, or took more than 90 seconds.");
}
catch (Exception exception)
{
    // Whatever it was: the server has been ended on the way here, and the account says what is missing.
    problems.Add(exception.Message);
}

Account.PrintVerdict(visits, problems);
return problems.Count == 0 ? 0 : 1;

void GiveUp(PosixSignalContext signal)
{
    signal.Cancel = true;
    deadline.Cancel();
}
