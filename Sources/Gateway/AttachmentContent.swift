import HTTPTypes
import Hummingbird
import Media
import NIOCore
import Store

/// The bytes of a file as an answer, whole or in part (RFC 9110 §13 and §14).
struct AttachmentContent: Sendable {
  let reading: FileReading
  let name: FileName
  let type: ContentType
  /// Strong: the bytes are those of their digest.
  let tag: String
  /// Taken for as long as the file is read.
  let seats: [Seats.Seat]

  /// So many bytes of a file are in memory for a reader, however slow he is.
  private static let piece: Int64 = 64 << 10

  init(_ reading: FileReading, _ content: FileContent, name: String?, seats: [Seats.Seat]) {
    self.reading = reading
    self.name = FileName(name ?? content.name)
    type = ContentType(content.mimeType) ?? .unknown
    tag = "\"\(content.sha256)\""
    self.seats = seats
  }

  func response(to request: Request) throws(APIProblem) -> Response {
    if isKnown(to: request) { return Response(status: .notModified, headers: common) }
    let range = range(of: request)
    var headers = common
    headers[.contentType] = type.served.essence
    headers[.contentDisposition] = ContentDisposition.value(for: name, type)
    headers[.acceptRanges] = "bytes"
    headers[.contentRange] = range.contentRange(of: reading.size)
    switch range {
    case .whole: return answer(0..<reading.size, .ok, headers, to: request)
    case .part(let part): return answer(part, .partialContent, headers, to: request)
    case .unsatisfiable:
      var problem = APIProblem(.rangeNotSatisfiable, "the file has \(reading.size) bytes")
      problem.headers[.contentRange] = headers[.contentRange]
      throw problem
    }
  }

  private var common: HTTPFields {
    [
      .eTag: tag, .cacheControl: "private", .xContentTypeOptions: "nosniff",
      .contentSecurityPolicy: "sandbox",
    ]
  }

  private func answer(
    _ range: Range<Int64>, _ status: HTTPResponse.Status, _ headers: HTTPFields,
    to request: Request
  ) -> Response {
    let length = Int(clamping: range.upperBound - range.lowerBound)
    guard request.method != .head else {
      return Response(
        status: status, headers: headers,
        body: ResponseBody(contentLength: length) { writer in try await writer.finish(nil) })
    }
    return Response(
      status: status, headers: headers,
      body: ResponseBody(contentLength: length) { writer in
        try await write(range, to: &writer)
        try await writer.finish(nil)
      })
  }

  /// Reads on when what was read has gone to the reader.
  private func write(_ range: Range<Int64>, to writer: inout any ResponseBodyWriter) async throws {
    defer { withExtendedLifetime(seats) {} }
    var rest = range
    while !rest.isEmpty {
      let end = min(rest.upperBound, rest.lowerBound + Self.piece)
      let bytes = try reading.bytes(of: rest.lowerBound..<end)
      guard !bytes.isEmpty else { throw FileStoreError.unexpected("a file has shrunk") }
      try await writer.write(ByteBuffer(bytes: bytes))
      rest = (rest.lowerBound + Int64(bytes.count))..<rest.upperBound
    }
  }

  /// A weak tag of the same bytes will do (RFC 9110 §13.1.2).
  private func isKnown(to request: Request) -> Bool {
    guard let header = request.headers[.ifNoneMatch] else { return false }
    return header.split(separator: ",").contains { given in
      let given = given.trimmingPrefix { $0 == " " || $0 == "\t" }
        .prefix { $0 != " " && $0 != "\t" }
      return given == "*" || given == tag || given == "W/" + tag
    }
  }

  /// A part is given of a GET only, and only of the very file that `If-Range` names.
  private func range(of request: Request) -> ByteRange {
    guard request.method == .get else { return .whole }
    if let condition = request.headers[.ifRange], condition != tag { return .whole }
    return ByteRange(request.headers[.range], of: reading.size)
  }
}
