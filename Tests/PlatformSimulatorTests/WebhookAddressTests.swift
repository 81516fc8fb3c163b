import Testing

@testable import PlatformSimulator

struct WebhookAddressTests {
  @Test(arguments: [
    ("http://127.0.0.1:8471/in/vk/a?b=c", "127.0.0.1", 8471, "/in/vk/a?b=c"),
    ("http://localhost", "localhost", 80, "/"), ("http://[::1]:9?x", "::1", 9, "/?x"),
  ])
  func callsThisMachine(_ url: String, _ host: String, _ port: Int, _ target: String) throws {
    let address = try #require(WebhookAddress(url))

    #expect(address.host == host && address.port == port && address.target == target)
  }

  @Test(arguments: [
    "https://127.0.0.1/", "http://example.org/", "http://10.0.0.1/", "http://127.0.0.1:0/",
    "http://127.0.0.1:99999/", "http://127.0.0.1@evil.example/", "http://localhost.example/",
    "http://127.0.0.1.evil.example/",
    "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y", "127.0.0.1", "",
  ])
  func callsNobodyElse(_ url: String) {
    #expect(WebhookAddress(url) == nil)
  }
}
