using McpSecure.Limits;

namespace McpSecure.Tests.Limits;

/// <summary>Limits go by the person: who may register clients would otherwise multiply what he has.</summary>
public sealed class CallerKeyTests
{
    public static TheoryData<Caller, Caller, bool> Pairs => new()
    {
        { new() { Issuer = "i", Subject = "s", Client = "a" }, new() { Issuer = "i", Subject = "s", Client = "b" }, true },
        { new() { Issuer = "i", Subject = "s" }, new() { Issuer = "i", Subject = "s", Client = "b" }, true },
        { new() { Client = "a" }, new() { Client = "b" }, true }, // nobody vouches for a subject: all of them are one
        { new() { Issuer = "i", Subject = "s" }, new() { Issuer = "j", Subject = "s" }, false },
        { new() { Issuer = "i", Subject = "s" }, new() { Issuer = "i", Subject = "t" }, false },
        { new() { Issuer = "a1:b", Subject = "c" }, new() { Issuer = "a", Subject = "b1:c" }, false },
        { new() { Subject = "s" }, new() { Issuer = string.Empty, Subject = "s" }, false },
        { new() { Issuer = new string('i', 600), Subject = "s", Client = "a" }, new() { Issuer = new string('i', 600), Subject = "s", Client = "b" }, true },
        { new() { Issuer = new string('i', 600), Subject = "s" }, new() { Issuer = new string('i', 600), Subject = "t" }, false },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_person_has_one_key_whichever_client_he_uses(Caller one, Caller other, bool isSame)
    {
        var (first, second) = (
            CallerKey.Of(one, new char[CallerKey.MaximumLength]).ToString(), CallerKey.Of(other, new char[CallerKey.MaximumLength]).ToString());

        Assert.Equal(isSame, first == second);
        Assert.Equal(one.Person, first);
    }
}
