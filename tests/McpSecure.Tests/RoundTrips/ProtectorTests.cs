using System.Security.Cryptography;
using McpSecure.RoundTrips;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.RoundTrips;

/// <summary>Keys, and what is sealed with them.</summary>
public sealed class ProtectorTests
{
    private readonly FakeTime _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void What_was_sealed_is_opened_as_it_was(int length)
    {
        var state = RandomNumberGenerator.GetBytes(length);
        var protector = new AesGcmStateProtector([Key()]);

        Assert.True(protector.TryUnprotect(protector.Protect(state), out var opened));
        Assert.Equal(state, opened);
        Assert.NotEqual(protector.Protect(state), protector.Protect(state));
    }

    [Fact]
    public void No_other_key_opens_it_and_no_changed_bit_goes_unnoticed()
    {
        var protector = new AesGcmStateProtector([Key()]);
        var state = protector.Protect("state"u8);

        Assert.False(new AesGcmStateProtector([Key()]).TryUnprotect(state, out _));
        for (var bit = 0; bit < state.Length * 8; bit++)
        {
            state[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(protector.TryUnprotect(state, out var opened));
            Assert.Null(opened);
            state[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < state.Length; length++)
        {
            Assert.False(protector.TryUnprotect(state.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void A_key_is_replaced_without_losing_what_the_one_before_has_sealed()
    {
        byte[][] keys = [Key(), Key()];
        var old = new AesGcmStateProtector([keys[0]]);
        var both = new AesGcmStateProtector([keys[1], keys[0]]);

        Assert.True(both.TryUnprotect(old.Protect("state"u8), out _));
        Assert.False(old.TryUnprotect(both.Protect("state"u8), out _));
        Assert.True(new AesGcmStateProtector([keys[0], keys[1]]).TryUnprotect(both.Protect("state"u8), out _));
    }

    [Fact]
    public void Keys_are_long_enough_or_refused()
    {
        Assert.Throws<ArgumentException>(() => new AesGcmStateProtector([]));
        Assert.Throws<ArgumentException>(() => new AesGcmStateProtector([new byte[31]]));
        Assert.Throws<ArgumentException>(() => new AesGcmStateProtector([null!]));
        Assert.Throws<ArgumentNullException>(() => new AesGcmStateProtector(null!));
    }

    /// <summary>A state lives for a day at most: the key that sealed it opens it for as long, and then is gone.</summary>
    [Fact]
    public void The_keys_of_a_process_change_every_day()
    {
        var ring = new KeyRing(_time);
        var state = ring.Protect("state"u8);
        _time.Advance(TimeSpan.FromHours(47));

        Assert.True(ring.TryUnprotect(state, out _));
        Assert.False(new KeyRing(_time).TryUnprotect(state, out _));

        var later = ring.Protect("state"u8);
        _time.Advance(TimeSpan.FromHours(25));
        Assert.False(ring.TryUnprotect(state, out _));
        Assert.True(ring.TryUnprotect(later, out _));
    }

    [Fact]
    public async Task A_state_is_used_once_until_it_has_expired()
    {
        var store = new MemoryUsedStateStore(_time);
        var expires = _time.GetUtcNow() + TimeSpan.FromMinutes(5);

        Assert.True(await store.TryUseAsync("a", expires, default));
        Assert.False(await store.TryUseAsync("a", expires, default));
        Assert.True(await store.TryUseAsync("b", expires, default));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(await store.TryUseAsync("a", expires, default));
    }

    /// <summary>By then it has been forgotten: nobody could say whether it was used.</summary>
    [Fact]
    public async Task A_state_that_has_expired_is_not_used_again_even_if_the_clock_goes_back()
    {
        var store = new MemoryUsedStateStore(_time);
        var (start, expires) = (_time.GetUtcNow(), _time.GetUtcNow() + TimeSpan.FromMinutes(5));
        Assert.True(await store.TryUseAsync("a", expires, default));

        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.False(await store.TryUseAsync("a", expires, default));
        _time.SetUtcNow(start);
        Assert.False(await store.TryUseAsync("a", expires, default));
    }

    [Fact]
    public async Task A_store_that_is_full_lets_nothing_be_used_until_it_can_forget()
    {
        var store = new MemoryUsedStateStore(_time);
        var expires = _time.GetUtcNow() + TimeSpan.FromMinutes(5);
        for (var state = 0; state < MemoryUsedStateStore.Capacity; state++)
        {
            Assert.True(await store.TryUseAsync($"{state}", expires, default));
        }

        Assert.False(await store.TryUseAsync("one more", expires, default));
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.True(await store.TryUseAsync("one more", expires + TimeSpan.FromMinutes(6), default));
    }

    [Fact]
    public void Waiting_calls_are_counted_for_each_caller_and_forgotten()
    {
        var calls = new SuspendedCalls(_time);
        var expires = _time.GetUtcNow() + TimeSpan.FromMinutes(5);
        var id = Guid.NewGuid();

        Assert.True(calls.TryAdd(id, "a", 2, expires));
        Assert.True(calls.TryAdd(Guid.NewGuid(), "a", 2, expires));
        Assert.False(calls.TryAdd(Guid.NewGuid(), "a", 2, expires));
        Assert.True(calls.TryAdd(Guid.NewGuid(), "b", 2, expires));
        calls.Remove(id);
        calls.Remove(id);
        Assert.True(calls.TryAdd(Guid.NewGuid(), "a", 2, expires));
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.True(calls.TryAdd(Guid.NewGuid(), "a", 1, expires + TimeSpan.FromMinutes(6)));

        for (var round = 0; round < 10_000; round++)
        {
            var one = Guid.NewGuid();
            Assert.True(calls.TryAdd(one, "c", 1, expires + TimeSpan.FromHours(1)));
            calls.Remove(one);
        }
    }

    private static byte[] Key() => RandomNumberGenerator.GetBytes(32);
}
