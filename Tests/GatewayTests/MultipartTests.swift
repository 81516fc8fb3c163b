import Testing

@testable import Gateway

/// Bodies of forms, whole, cut anywhere, and broken.
struct MultipartTests {
  private static let type = "multipart/form-data; boundary=\"x Y'z\""
  private static let body = [
    "before", "--x Y'z", #"Content-Disposition: form-data; name="note""#, "", "hello",
    "--x Y'z \t",
    #"content-disposition: form-data; name="file"; filename="C:\\a\"b;\#u{1F600}%22.png""#,
    "Content-Type: image/png", "", "", "--x Y'", "--x Yz\r", "", "--x Y'z--", "after",
  ].joined(separator: "\r\n").bytes

  /// A part and all its bytes.
  private struct Whole: Equatable {
    var part: MultipartPart
    var bytes: [UInt8] = []
  }

  @Test func partsAreTold() throws {
    let (parts, isOver) = try Self.read([Self.body])

    #expect(isOver)
    #expect(parts.map(\.part.name) == ["note", "file"])
    #expect(parts.first?.bytes == Array("hello".utf8))
    #expect(parts.last?.part.fileName == "C:\\a\"b;\u{1F600}\".png")
    #expect(parts.last?.part.contentType == "image/png")
    #expect(parts.last?.bytes == Array("\r\n--x Y'\r\n--x Yz\r\r\n".utf8))
  }

  @Test func cutsChangeNothing() throws {
    let whole = try Self.read([Self.body]).parts
    for cut in Self.body.indices {
      #expect(try Self.read([Array(Self.body[..<cut]), Array(Self.body[cut...])]).parts == whole)
    }
    #expect(try Self.read(Self.body.map { [$0] }).parts == whole)
  }

  @Test func anEmptyFileIsAFile() throws {
    let body = "--b\r\nContent-Disposition: form-data; name=file\r\n\r\n\r\n--b--".bytes
    let (parts, isOver) = try Self.read([body], as: "Multipart/Form-Data;Boundary=b")

    #expect(isOver && parts.count == 1)
    #expect(parts.first?.bytes.isEmpty == true && parts.first?.part.fileName == nil)
  }

  @Test(arguments: [
    nil, "", "application/json", "multipart/form-data", "multipart/mixed; boundary=b",
    "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
    "multipart/form-data; boundary=" + String(repeating: "b", count: 71),
    "multipart/form-data; boundary=\"b \"", "multipart/form-data; boundary=\"b\u{1}\"",
  ])
  func aTypeWithoutABoundaryIsNone(type: String?) {
    #expect(MultipartReader(contentType: type) == nil)
  }

  @Test(arguments: [
    (String(repeating: "x", count: 1_100), MultipartFault.noDelimiter),
    ("--bb\r\n", .noDelimiter), ("--b-x", .noDelimiter),
    ("--b" + String(repeating: " ", count: 65), .noDelimiter),
    ("--b\r\n\r\n", .unnamedPart), ("--b\r\nContent-Disposition: form-data\r\n\r\n", .unnamedPart),
    ("--b\r\nContent-Disposition: attachment; name=a\r\n\r\n", .unnamedPart),
    ("--b\r\n" + String(repeating: "x", count: 9_000), .headTooLong),
    ("--b\r\n" + String(repeating: "x", count: 9_000) + "\r\n\r\n", .headTooLong),
    (
      String(repeating: "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n", count: 21),
      .tooManyParts
    ),
  ])
  func aBrokenBodyIsRefused(body: String, fault: MultipartFault) {
    #expect(throws: fault) { try Self.read([body.bytes], as: "multipart/form-data; boundary=b") }
  }

  @Test func nothingStrangeTrapsOrIsHeld() throws {
    var random = SystemRandomNumberGenerator()
    let words = [
      "\r\n", "--b", "--", "b", "-", "\r", "\n", ":", "\"", ";", "\\", "=", " ", "\t", "x", "\u{0}",
      "Content-Disposition: form-data; name=\"a\"", "filename=", "\r\n\r\n", "\r\n--b\r\n", "é",
    ]
    for _ in 0..<3_000 {
      let count = Int.random(in: 0...30, using: &random)
      let body = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined().bytes
      let type = "multipart/form-data; boundary=b"
      let whole = Result { try Self.read([body], as: type).parts }
      let single = Result { try Self.read(body.map { [$0] }, as: type).parts }

      switch (whole, single) {
      case (.success(let a), .success(let b)): #expect(a == b)
      case (.failure, .failure): break
      default: Issue.record("cuts matter to \(String(decoding: body, as: UTF8.self))")
      }
    }
  }

  @Test func aLargeFileIsNotHeld() throws {
    var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=b"))
    _ = try reader.read("--b\r\nContent-Disposition: form-data; name=file\r\n\r\n".bytes)
    var count = 0
    for _ in 0..<50 {
      for piece in try reader.read([UInt8](repeating: 13, count: 4_096)) {
        if case .bytes(let bytes) = piece { count += bytes.count }
      }
      #expect(reader.held < 8)
    }
    #expect(count + reader.held == 50 * 4_096)
  }

  private static func read(
    _ chunks: [[UInt8]], as type: String = Self.type
  ) throws -> (parts: [Whole], isOver: Bool) {
    guard var reader = MultipartReader(contentType: type) else { return ([], false) }
    var parts: [Whole] = []
    for chunk in chunks {
      for piece in try reader.read(chunk) {
        switch piece {
        case .part(let part): parts.append(Whole(part: part))
        case .bytes(let bytes):
          if let last = parts.indices.last { parts[last].bytes += bytes }
        case .end: break
        }
      }
    }
    return (parts, reader.isOver)
  }
}

extension String {
  fileprivate var bytes: [UInt8] { Array(utf8) }
}
