import Testing

@testable import Ingress

/// Who counts as one caller.
@Suite struct PeerAddressTests {
  @Test func aNetworkOfIPv6IsOneCaller() throws {
    let one = try #require(PeerAddress("2001:db8:1:2::1"))
    #expect(one.network == PeerAddress("2001:db8:1:2:ffff::9")?.network)
    #expect(one.network != PeerAddress("2001:db8:1:3::1")?.network)
    #expect(one != PeerAddress("2001:db8:1:2::2"))
  }

  @Test func anIPv4AddressIsOneCallerInEitherSpelling() throws {
    let one = try #require(PeerAddress("192.0.2.1"))
    #expect(one == PeerAddress("::ffff:192.0.2.1"))
    #expect(one.network == one)
    #expect(one.network != PeerAddress("192.0.2.2")?.network)
  }

  @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "::g", "1.2.3.4/8"])
  func aTextThatIsNoAddressIsNobody(_ text: String) { #expect(PeerAddress(text) == nil) }
}
