import EventModel
import Synchronization

/// Makes identifiers of 24 hexadecimal digits that never go backwards.
///
/// Four bytes of time in seconds, five that tell this process from others, three that count.
package final class EventIDs: Sendable {
  private struct State {
    var second: UInt32
    var count: UInt32 = 0
  }

  private static let mostInASecond: UInt32 = 0xFF_FFFF

  private let process: [UInt8]
  private let state: Mutex<State>
  private let now: @Sendable () -> Timestamp

  /// - Parameters:
  ///   - process: five bytes by which this process is told from others.
  ///   - newest: the newest identifier that is known; all that are made come after it.
  package init(
    process: [UInt8], after newest: String?, now: @escaping @Sendable () -> Timestamp
  ) {
    self.process = Array((process + [0, 0, 0, 0, 0]).prefix(5))
    let floor = newest.flatMap { UInt32($0.prefix(8), radix: 16) }.map { $0 &+ 1 } ?? 0
    state = Mutex(State(second: floor))
    self.now = now
  }

  package func next() -> String {
    let second = UInt32(clamping: now().milliseconds / 1000)
    let (time, count) = state.withLock { state in
      if second > state.second {
        state.second = second
        state.count = 0
      } else if state.count >= Self.mostInASecond {
        state.second &+= 1
        state.count = 0
      } else {
        state.count += 1
      }
      return (state.second, state.count)
    }
    let bytes =
      withUnsafeBytes(of: time.bigEndian, Array.init) + process
      + withUnsafeBytes(of: count.bigEndian, Array.init).dropFirst()
    return Hexadecimal.text(of: bytes)
  }
}

/// Bytes as lower-case hexadecimal digits, and back.
package enum Hexadecimal {
  private static let digits: StaticString = "0123456789abcdef"

  package static func text(of bytes: some Collection<UInt8>) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      var at = 0
      for byte in bytes {
        buffer[at] = digits.utf8Start[Int(byte >> 4)]
        buffer[at + 1] = digits.utf8Start[Int(byte & 15)]
        at += 2
      }
      return at
    }
  }

  /// The bytes of a text; nil when it is none of ours.
  package static func bytes(of text: String) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count / 2)
    var high: UInt8?
    for digit in text.utf8 {
      guard let value = value(of: digit) else { return nil }
      if let first = high {
        result.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return high == nil ? result : nil
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
