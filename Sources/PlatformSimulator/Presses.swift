/// Presses on buttons by their id, the newest of them.
struct Presses<Press: Sendable>: Sendable {
  private let limit: Int
  private var order = Queue<String>()
  private var kept: [String: Press] = [:]

  init(limit: Int) { self.limit = limit }

  subscript(_ id: String) -> Press? {
    get { kept[id] }
    set {
      if kept[id] == nil, newValue != nil { order.append(id) }
      kept[id] = newValue
      while kept.count > limit, let oldest = order.popFirst() { kept[oldest] = nil }
    }
  }

  /// All of them, sorted by id.
  var all: [(id: String, press: Press)] {
    kept.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
