/// What waits to be posted to a webhook: in order within a lane, one at a time in each.
///
/// A lane whose first item was refused holds the rest of that lane back until its next try.
struct DeliveryLanes<Item: Sendable>: Sendable {
  private struct Lane {
    var items = Queue<Item>()
    var failures = 0
    var isUnderway = false
    var dueAt: ContinuousClock.Instant?
  }

  /// An item on its way: its lane, and how often it has failed before.
  struct Departure: Sendable {
    var lane: String
    var item: Item
    var failures: Int
  }

  /// What becomes of the item that was on its way.
  enum Settlement: Hashable, Sendable {
    case done
    case again(after: Duration)
  }

  private var lanes: [String: Lane] = [:]
  private var ready = Queue<String>()
  private var delayed: Set<String> = []
  private(set) var count = 0
  private(set) var underway = 0

  /// All items, those under way too, lane by lane.
  var items: [Item] { lanes.values.flatMap { Array($0.items) } }

  /// When the first of the lanes that wait may be tried again.
  var nextDueAt: ContinuousClock.Instant? { delayed.compactMap { lanes[$0]?.dueAt }.min() }

  mutating func append(_ item: Item, lane: String) {
    if lanes[lane] == nil { ready.append(lane) }
    lanes[lane, default: Lane()].items.append(item)
    count += 1
  }

  /// Takes the first items of lanes that may go now, as long as no more than `limit` are under way.
  /// No more than `loaded` lanes are held at a time, so that many refused ones stop everything.
  mutating func depart(limit: Int, loaded: Int = .max, at now: ContinuousClock.Instant)
    -> [Departure]
  {
    for lane in delayed.sorted() where (lanes[lane]?.dueAt).map({ $0 <= now }) ?? true {
      delayed.remove(lane)
      ready.append(lane)
    }
    var departures: [Departure] = []
    while underway < limit, underway + delayed.count < loaded, let lane = ready.popFirst() {
      guard let item = lanes[lane]?.items.first else { continue }
      lanes[lane]?.isUnderway = true
      underway += 1
      let failures = lanes[lane]?.failures ?? 0
      departures.append(Departure(lane: lane, item: item, failures: failures))
    }
    return departures
  }

  /// Ends what `depart` began.
  mutating func settle(_ name: String, _ settlement: Settlement, at now: ContinuousClock.Instant) {
    guard var lane = lanes[name], lane.isUnderway else { return }
    lane.isUnderway = false
    underway -= 1
    switch settlement {
    case .done:
      lane.items.popFirst()
      lane.failures = 0
      count -= 1
      lanes[name] = lane.items.isEmpty ? nil : lane
      if !lane.items.isEmpty { ready.append(name) }
    case .again(let wait):
      lane.failures += 1
      lane.dueAt = now.advanced(by: wait)
      lanes[name] = lane
      delayed.insert(name)
    }
  }
}
