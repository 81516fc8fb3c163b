import EventModel
import Media
import Testing

/// What a file is taken for.
struct ContentTypeTests {
  @Test(
    arguments: [
      ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"),
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
      (Array("GIF89a".utf8), "image/gif"), (Array("RIFF1234WEBPVP8".utf8), "image/webp"),
      (Array("RIFF1234WAVE".utf8), "audio/wav"), (Array("%PDF-1.7".utf8), "application/pdf"),
      ([0x50, 0x4B, 3, 4], "application/zip"), (Array("OggS".utf8), "audio/ogg"),
      ([0, 0, 0, 0x20] + Array("ftypisom".utf8), "video/mp4"),
      ([0, 0, 0, 0x20] + Array("ftypM4A ".utf8), "audio/mp4"), (Array("ID3".utf8), "audio/mpeg"),
    ] as [([UInt8], String)])
  func isSeenInTheFirstBytes(_ bytes: [UInt8], _ essence: String) {
    #expect(ContentType(sniffing: bytes)?.essence == essence)
    #expect(ContentType(declared: nil, start: bytes).essence == essence)
    #expect(
      ContentType(declared: "application/octet-stream", start: bytes).essence == essence)
    #expect(ContentType(declared: "text/plain", start: bytes).essence == "text/plain")
  }

  @Test(arguments: ["", "<html>", "<svg xmlns", "hello", "RIFF", "\u{89}PN"])
  func isNeverGuessedOfText(_ text: String) {
    #expect(ContentType(sniffing: text.utf8) == nil)
    #expect(ContentType(declared: nil, start: text.utf8) == .unknown)
  }

  @Test(arguments: [
    ("Text/HTML; charset=utf-8", "text/html"), ("image/png", "image/png"), ("", nil),
    ("image", nil), ("image/", nil), ("/png", nil), ("a/b/c", nil), ("a/b\r\nX: y", nil),
    ("кот/png", nil),
  ])
  func isReadStrictly(_ declared: String, _ essence: String?) {
    #expect(ContentType(declared)?.essence == essence)
  }

  @Test(arguments: [
    "text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "text/javascript",
  ])
  func isNeverServedWhenABrowserWouldRunIt(_ declared: String) throws {
    let type = try #require(ContentType(declared))

    #expect(!type.isInert)
    #expect(type.served == .unknown)
  }

  @Test(arguments: [
    ("image/png", EventModel.Attachment.Kind.photo), ("image/svg+xml", .document),
    ("video/mp4", .video),
    ("audio/ogg", .audio), ("application/pdf", .document),
  ])
  func tellsTheKind(_ declared: String, _ kind: EventModel.Attachment.Kind) throws {
    #expect(try #require(ContentType(declared)).kind == kind)
  }
}
