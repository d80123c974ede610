using System.Reflection;
using McpSecure.Journal;

namespace McpSecure.Tests.Journal;

/// <summary>Takes a writer's files away from it without a word, as the end of its process would.</summary>
internal static class Killing
{
    public static void Kill(this JournalWriter writer)
    {
        foreach (var name in new[] { "_timer", "_chain", "_directory" })
        {
            ((IDisposable)typeof(JournalWriter).GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(writer)!).Dispose();
        }
    }
}
