/// Bytes that are only ever added to.
///
/// An array would ask at every byte whether it is shared and large enough. This one has a single
/// owner, and asks for room once for each piece: `add` without `reserve` in front of it is our own
/// mistake.
struct GrowingBytes: ~Copyable {
  private var start: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    start = .allocate(capacity: self.capacity)
  }

  deinit { start.deallocate() }

  var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

  /// Makes room for so many more bytes.
  mutating func reserve(_ more: Int) {
    if capacity - count < more { grow(by: more) }
  }

  mutating func add(_ byte: UInt8) {
    precondition(count < capacity)
    start[count] = byte
    count += 1
  }

  mutating func add(_ piece: UnsafeBufferPointer<UInt8>) {
    precondition(capacity - count >= piece.count)
    guard let first = piece.baseAddress else { return }
    (start + count).update(from: first, count: piece.count)
    count += piece.count
  }

  private mutating func grow(by more: Int) {
    let larger = max(capacity * 2, count + more)
    let place = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    place.update(from: start, count: count)
    start.deallocate()
    (start, capacity) = (place, larger)
  }
}
