using ModelContextProtocol.Protocol;

namespace McpSecure.Transport;

/// <summary>What is kept of a line that is longer than it may be: enough to answer it.</summary>
/// <remarks>
/// An error with an id ends whatever the client has asked under that id. So only a request is answered by its id: what has a method. An answer of the client has an
/// id too, of a question of ours.
/// </remarks>
internal sealed class LongLine
{
    private readonly byte[] _tail;
    private readonly RequestId _id;
    private int _count;
    private bool _isAnswered;

    /// <summary>Initializes a new instance of the <see cref="LongLine"/> class.</summary>
    /// <param name="head">How it begins.</param>
    public LongLine(ReadOnlySpan<byte> head)
    {
        (var id, var hasMethod) = LineHead.Of(head);
        _id = hasMethod ? id : default;
        _tail = hasMethod && _id == default ? new byte[LineTail.MaximumLength] : [];
    }

    /// <summary>Takes the next part of the line.</summary>
    public void Add(ReadOnlySpan<byte> part)
    {
        if (part.Length < _tail.Length)
        {
            var kept = Math.Min(_count, _tail.Length - part.Length);
            _tail.AsSpan(_count - kept, kept).CopyTo(_tail);
            part.CopyTo(_tail.AsSpan(kept));
            _count = kept + part.Length;
        }
        else
        {
            part[^_tail.Length..].CopyTo(_tail);
            _count = _tail.Length;
        }
    }

    /// <summary>Whether it is to be answered now, and to which id.</summary>
    /// <param name="isWhole">Whether all of it has been seen.</param>
    /// <param name="id"><see langword="default"/> if it cannot be told.</param>
    public bool TryAnswer(bool isWhole, out RequestId id)
    {
        id = _id;
        if (_isAnswered || (_tail.Length > 0 && !isWhole))
        {
            return false;
        }

        _isAnswered = true;
        id = _tail.Length > 0 ? LineTail.IdOf(_tail.AsSpan(0, _count)) : _id;
        return true;
    }
}
