using System.Net;
using McpSecure.Execution.Egress;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>The edges of every block, on both sides.</summary>
public sealed class AddressKindsTests
{
    [Theory]
    [InlineData("0.0.0.0 0.255.255.255")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.0.0 169.254.169.254 169.254.170.2 169.254.255.255")]
    [InlineData("192.0.0.0 192.0.0.170 192.0.0.192 192.0.0.255")]
    [InlineData("192.0.2.0 192.0.2.255")]
    [InlineData("192.88.99.0 192.88.99.255")]
    [InlineData("198.18.0.0 198.19.255.255")]
    [InlineData("198.51.100.0 198.51.100.255")]
    [InlineData("203.0.113.0 203.0.113.255")]
    [InlineData("224.0.0.0 239.255.255.255")]
    [InlineData("240.0.0.0 255.255.255.255")]
    [InlineData(":: ::2 ::127.0.0.1 ::8.8.8.8 ::ffff:0:0 ::ffff:0:8.8.8.8")] // unspecified, compatible, translated
    [InlineData("::ffff:169.254.169.254 ::ffff:0.0.0.0 ::fffe:8.8.8.8")]
    [InlineData("64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::a9fe:a9fe 64:ff9b::1:808:808 64:ff9b:0:1::808:808")]
    [InlineData("64:ff9b:1:: 64:ff9b:1::808:808 64:ff9a::1")]
    [InlineData("100:: 100::ffff:ffff:ffff:ffff 100:0:0:1::")] // discard, dummy
    [InlineData("1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 4000:: 8000:: f000::")] // outside of 2000::/3
    [InlineData("2001:: 2001::1 2001:1::1 2001:2::1 2001:3::1 2001:10::1 2001:1f:ffff::1 2001:20::1 2001:2f::1 2001:30::1 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2002:: 2002:7f00:1:: 2002:808:808::1 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("3fff:: 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2606:2800::5efe:7f00:1 2606:2800::200:5efe:a00:1 2606:2800::5efe:a9fe:a9fe")]
    [InlineData("5f00:: 5f00:ffff::1")]
    [InlineData("fd00:ec2::254 fd00:ec2::23 fd00:42::42 fd20:ce::254 fd00:c1::a9fe:a9fe")]
    [InlineData("fe00::1 fe80:: fe80::1 febf:ffff::1 fe80::1%1 2606:2800::1%1 fd00::1%3 fec0::1 feff::1")]
    [InlineData("ff00:: ff02::1 ff0e::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void What_is_for_nobody(string addresses) => AssertAll(AddressKind.Never, addresses);

    [Theory]
    [InlineData("10.0.0.0 10.255.255.255 ::ffff:10.0.0.1")]
    [InlineData("100.64.0.0 100.100.100.199 100.100.100.201 100.127.255.255")]
    [InlineData("127.0.0.0 127.0.0.1 127.255.255.255 ::ffff:127.0.0.1 ::1")]
    [InlineData("172.16.0.0 172.31.255.255")]
    [InlineData("192.168.0.0 192.168.255.255")]
    [InlineData("fc00:: fd00::1 fd00:ec2::253 fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void What_an_operator_may_open(string addresses) => AssertAll(AddressKind.Internal, addresses);

    [Theory]
    [InlineData("1.0.0.0 1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 93.184.216.34")]
    [InlineData("100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.15 168.63.129.17")]
    [InlineData("169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0 192.0.3.0")]
    [InlineData("192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0")]
    [InlineData("203.0.112.255 203.0.114.0 223.255.255.255 ::ffff:8.8.8.8 64:ff9b::808:808")]
    [InlineData("2000:: 2001:200:: 2001:4860:4860::8888 2001:db7:ffff::1 2001:db9:: 2003:: 2606:2800:220:1::1 3ffe:ffff::1 3fff:1000::")]
    [InlineData("2606:2800::5efe:808:808 2606:2800::100:5efe:7f00:1")]
    public void What_anybody_has(string addresses) => AssertAll(AddressKind.Public, addresses);

    [Fact]
    public void Nothing_is_allocated()
    {
        IPAddress[] addresses = [IPAddress.Parse("93.184.216.34"), IPAddress.Parse("2606:2800:220:1::1"), IPAddress.Parse("fd00::1")];
        foreach (var address in addresses)
        {
            AddressKinds.Of(address);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var address in addresses)
        {
            AddressKinds.Of(address);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertAll(AddressKind expected, string addresses) =>
        Assert.All(addresses.Split(' '), address => Assert.Equal(expected, AddressKinds.Of(IPAddress.Parse(address))));
}
