import EventModel

/// What a file is said or seen to be, and how far that may be believed.
package struct ContentType: Hashable, Sendable {
  /// `type/subtype`, in small letters and without parameters.
  package let essence: String

  package static let unknown = ContentType(known: "application/octet-stream")

  /// Reads a header's or a platform's word; nil when it is no type.
  package init?(_ declared: String) {
    let essence = declared.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
    let halves = essence.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, essence.utf8.count <= 127,
      halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isToken) })
    else { return nil }
    self.essence = essence
  }

  init(known essence: String) {
    self.essence = essence
  }

  /// The type that the first bytes show; nil when they show none we know. Text is never guessed.
  package init?(sniffing bytes: some Collection<UInt8>) {
    let start = Array(bytes.prefix(Self.sniffed))
    guard let match = signatures.first(where: { $0.matches(start) }) else { return nil }
    self.init(known: match.essence)
  }

  /// How many of the first bytes are enough to sniff at.
  package static let sniffed = 32

  /// The type of a file: what the sender says, and what is seen when he says nothing.
  package init(declared: String?, start bytes: some Collection<UInt8>) {
    let said = declared.flatMap { ContentType($0) } ?? .unknown
    self = said == .unknown ? ContentType(sniffing: bytes) ?? .unknown : said
  }

  /// Whether a browser can show it without running anything of it.
  package var isInert: Bool { inert.contains(essence) }

  /// The type to answer with: what a browser could run is called nothing but bytes.
  package var served: ContentType { active.contains(essence) ? .unknown : self }

  /// What kind of attachment such a file is, when nobody says.
  package var kind: Attachment.Kind {
    switch essence.prefix(while: { $0 != "/" }) {
    case "image": essence == "image/svg+xml" ? .document : .photo
    case "video": .video
    case "audio": .audio
    default: .document
    }
  }
}

/// A byte of a token (RFC 9110 §5.6.2).
private func isToken(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
  default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
  }
}

private let inert: Set = [
  "image/png", "image/jpeg", "image/gif", "image/webp", "audio/mpeg", "audio/ogg", "audio/mp4",
  "audio/aac", "audio/wav", "audio/x-wav", "audio/flac", "audio/webm", "video/mp4", "video/webm",
  "video/ogg", "video/quicktime",
]

private let active: Set = [
  "text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml",
  "text/javascript", "application/javascript", "application/ecmascript", "text/ecmascript",
  "application/x-shockwave-flash", "multipart/x-mixed-replace", "text/cache-manifest",
]

/// Bytes at a place that tell a type.
private struct Signature {
  let essence: String
  let parts: [(offset: Int, bytes: [UInt8])]

  init(_ essence: String, _ parts: (Int, [UInt8])...) {
    self.essence = essence
    self.parts = parts.map { (offset: $0.0, bytes: $0.1) }
  }

  func matches(_ start: [UInt8]) -> Bool {
    parts.allSatisfy { start.dropFirst($0.offset).starts(with: $0.bytes) }
  }
}

private func text(_ text: String) -> [UInt8] { Array(text.utf8) }

private let signatures = [
  Signature("image/jpeg", (0, [0xFF, 0xD8, 0xFF])),
  Signature("image/png", (0, [0x89] + text("PNG\r\n\u{1A}\n"))),
  Signature("image/gif", (0, text("GIF87a"))),
  Signature("image/gif", (0, text("GIF89a"))),
  Signature("image/webp", (0, text("RIFF")), (8, text("WEBP"))),
  Signature("audio/wav", (0, text("RIFF")), (8, text("WAVE"))),
  Signature("application/pdf", (0, text("%PDF-"))),
  Signature("application/zip", (0, text("PK\u{3}\u{4}"))),
  Signature("application/gzip", (0, [0x1F, 0x8B, 0x08])),
  Signature("audio/ogg", (0, text("OggS"))),
  Signature("audio/flac", (0, text("fLaC"))),
  Signature("audio/mpeg", (0, text("ID3"))),
  Signature("audio/mpeg", (0, [0xFF, 0xFB])),
  Signature("audio/mp4", (4, text("ftypM4A"))),
  Signature("video/quicktime", (4, text("ftypqt"))),
  Signature("video/mp4", (4, text("ftyp"))),
  Signature("video/webm", (0, [0x1A, 0x45, 0xDF, 0xA3])),
]
