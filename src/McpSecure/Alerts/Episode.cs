using System.Runtime.InteropServices;

namespace McpSecure.Alerts;

/// <summary>Since when something goes on, and how often it has happened since.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Episode
{
    public int Since { get; private set; }

    public int Count { get; private set; }

    /// <summary>Counts one.</summary>
    /// <param name="now">Seconds.</param>
    /// <param name="isNew">Whether what was before has faded.</param>
    public void Add(int now, bool isNew)
    {
        if (isNew || Count == 0)
        {
            Since = now;
            Count = 0;
        }

        Count = Count == int.MaxValue ? Count : Count + 1;
    }
}
