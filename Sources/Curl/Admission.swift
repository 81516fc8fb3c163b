/// Decides which request goes next: in the order in which they came, but past those whose host is
/// busy.
struct Admission<Item> {
  private let total: Int
  private let perHost: Int
  private var waiting: [(host: String, item: Item)] = []
  private var busy: [String: Int] = [:]
  private var busyInAll = 0

  init(total: Int, perHost: Int) {
    self.total = total
    self.perHost = perHost
  }

  var waitingCount: Int { waiting.count }

  mutating func add(_ item: Item, for host: String) { waiting.append((host, item)) }

  /// The next item that may begin; its host is busy with it until `leave`.
  mutating func next() -> Item? {
    guard busyInAll < total,
      let index = waiting.firstIndex(where: { busy[$0.host, default: 0] < perHost })
    else { return nil }
    let (host, item) = waiting.remove(at: index)
    busy[host, default: 0] += 1
    busyInAll += 1
    return item
  }

  /// One request to `host` has ended.
  mutating func leave(_ host: String) {
    busyInAll -= 1
    guard let count = busy[host], count > 1 else {
      busy[host] = nil
      return
    }
    busy[host] = count - 1
  }

  /// Takes out those who shall not wait any longer.
  mutating func remove(where shouldLeave: (Item) -> Bool) -> [Item] {
    guard !waiting.isEmpty else { return [] }
    let leaving = waiting.filter { shouldLeave($0.item) }.map(\.item)
    if !leaving.isEmpty { waiting.removeAll { shouldLeave($0.item) } }
    return leaving
  }
}
