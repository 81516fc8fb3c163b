import JSON

/// One version of an event, as the stream shows it.
struct Change: Sendable, Hashable {
  let number: Int64
  let kind: String
  let data: JSONValue

  /// The event and its version: what must not come twice.
  var version: [String] {
    [data["event"]?["id"]?.string ?? "", "\(data["event"]?["event_version"]?.int ?? 0)"]
  }
}

/// Makes changes out of the bytes of a stream of Server-Sent Events.
struct ChangeReader: Sendable {
  private var rest: [UInt8] = []

  /// Takes the next bytes and tells the changes that they complete.
  mutating func read(_ bytes: some Collection<UInt8>) -> [Change] {
    rest += bytes
    var fresh: [Change] = []
    while let end = rest.firstRange(of: Array("\n\n".utf8)) {
      let text = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
      rest.removeSubrange(..<end.upperBound)
      if let change = Self.change(text) { fresh.append(change) }
    }
    return fresh
  }

  /// A frame without data only moves the place.
  private static func change(_ frame: String) -> Change? {
    var fields: [Substring: Substring] = [:]
    for line in frame.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon]] = line[line.index(after: colon)...].drop { $0 == " " }
    }
    guard let data = fields["data"], let value = try? JSONValue(parsing: Array(data.utf8)),
      let number = fields["id"].flatMap({ Int64($0) })
    else { return nil }
    return Change(number: number, kind: String(fields["event"] ?? ""), data: value)
  }
}
