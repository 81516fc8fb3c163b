/// How much of a letter is read; what lies beyond is left alone and named in `Letter.cuts`.
public struct Limits: Hashable, Sendable {
  /// Multiparts inside multiparts; deeper ones are taken as files.
  public var deepestNesting = 32
  public var mostParts = 1000
  /// Bytes of one part's header block.
  public var largestHeaderBlock = 256 << 10
  /// Bytes of one header.
  public var largestHeader = 64 << 10
  /// Bytes of text that become a message's content, before and after decoding.
  public var largestText = 1 << 20

  public init() {}
}

/// A limit that a letter went beyond.
public enum Cut: String, Hashable, Sendable, CaseIterable {
  case nesting, parts, headers, text
}
