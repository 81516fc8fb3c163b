import MIME

/// The fields of a delivery report: several blocks of headers, of which the first of each name
/// counts.
struct ReportFields {
  private let headers: HeaderBlock

  init(_ bytes: [UInt8]) {
    // Without the empty lines between them, the blocks are one.
    let lines = bytes.split { $0 == 0x0A || $0 == 0x0D }
    headers = Letter(Array(lines.joined(separator: [0x0A]))).headers
  }

  subscript(_ name: String) -> String? { headers.text(name) }
}
