import EventModel
import Hummingbird

/// Takes the parameters of a query one by one and notes everything that is wrong with them.
struct QueryReader {
  typealias Fault = APIProblem.Fault

  /// As they were sent, in order, decoded.
  let parameters: [(name: String, value: String)]
  private var known: Set<String> = []
  private var faults: [Fault] = []

  private static let most = 200

  init(_ query: String?) {
    let pairs = (query ?? "").split(separator: "&")
    parameters = pairs.prefix(Self.most).map { pair in
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (
        PercentCoding.decoded(halves[0]), halves.count > 1 ? PercentCoding.decoded(halves[1]) : ""
      )
    }
    if pairs.count > Self.most { note("", "more than \(Self.most) parameters") }
  }

  /// Everything under a name, which may be written with `[]` behind it.
  mutating func texts(_ name: String) -> [String] {
    known.formUnion([name, name + "[]"])
    let found = parameters.filter { $0.name == name || $0.name == name + "[]" }.map(\.value)
    if found.contains("") { note(name, "is empty") }
    return found
  }

  mutating func text(_ name: String) -> String? {
    known.insert(name)
    let found = parameters.filter { $0.name == name }.map(\.value)
    if found.count > 1 { note(name, "stands more than once") }
    if found.first?.isEmpty == true { note(name, "is empty") }
    return found.first
  }

  mutating func number(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
    guard let text = text(name) else { return nil }
    if let number = Int64(text), range.contains(number) { return number }
    note(name, "is no whole number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  mutating func flag(_ name: String) -> Bool {
    switch text(name) {
    case nil, "false": return false
    case "true": return true
    default:
      note(name, "is neither true nor false")
      return false
    }
  }

  mutating func time(_ name: String) -> Timestamp? {
    guard let text = text(name) else { return nil }
    if let time = Timestamp(parsing: text) { return time }
    note(name, "is no RFC 3339 time")
    return nil
  }

  /// Notes what is wrong with a parameter.
  mutating func note(_ name: String, _ detail: String) { faults.append(Fault("?\(name)", detail)) }

  /// To be called when everything was asked for: any other parameter is a fault, and all are told
  /// at once.
  mutating func finish() throws(APIProblem) {
    for name in Set(parameters.map(\.name)).subtracting(known).sorted() {
      note(String(name.prefix(100)), "is not known here")
    }
    guard faults.isEmpty else { throw APIProblem(faults) }
  }

  /// For requests whose path and body say it all.
  static func requireNothing(in request: Request) throws(APIProblem) {
    var reader = QueryReader(request.uri.query)
    try reader.finish()
  }
}
