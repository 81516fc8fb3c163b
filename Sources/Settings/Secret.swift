/// A value that must not be seen: it prints as `•••` wherever it is shown, and is never empty.
public struct Secret: Sendable {
  private let bytes: [UInt8]

  /// Keeps `text` out of sight; nil if there is nothing to keep.
  public init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    bytes = Array(text.utf8)
  }

  /// The secret itself. Stands on the line where it leaves the process, and nowhere else.
  public func reveal() -> String { String(decoding: bytes, as: UTF8.self) }

  /// The secret itself as UTF-8, for signatures and protocol lines.
  public func revealBytes() -> [UInt8] { bytes }

  /// Whether a stranger's bytes are this secret.
  ///
  /// How long it takes depends on how many bytes the stranger sent, and on nothing else: not on
  /// where they differ, nor on how long the secret is.
  @inline(never)
  public func matches(_ other: some Sequence<UInt8>) -> Bool {
    var difference: UInt8 = 0
    var count = 0
    var index = 0
    for byte in other {
      difference |= byte ^ bytes[index]
      count &+= 1
      index &+= 1
      if index == bytes.count { index = 0 }
    }
    return (difference == 0) && (count == bytes.count)
  }
}

extension Secret: Hashable {
  public static func == (left: Secret, right: Secret) -> Bool { left.matches(right.bytes) }
  public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// What stands wherever a secret would.
  public static let mask = "•••"

  public var description: String { Self.mask }
  public var debugDescription: String { Self.mask }
  public var customMirror: Mirror { Mirror(Self.mask, children: []) }
}
