/// The `<…>` of Message-ID, In-Reply-To and References.
public enum MessageIDs {
  /// Of more, the first and the last half of as many are kept: the root, and what was answered.
  public static let most = 100
  private static let longest = 998

  /// Every identifier in brackets, without white space inside, in order; free text between them is
  /// skipped.
  public static func all(in header: ArraySlice<UInt8>) -> [String] {
    var ids: [String] = []
    var rest = header
    while let id = next(&rest) {
      ids.append(id)
      if ids.count > most { ids.remove(at: most / 2) }
    }
    return ids
  }

  static func first(in header: ArraySlice<UInt8>) -> String? {
    var rest = header
    return next(&rest)
  }

  private static func next(_ rest: inout ArraySlice<UInt8>) -> String? {
    while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
      let inside = rest[open...].dropFirst()
      guard let close = inside.firstIndex(of: UInt8(ascii: ">")) else { return nil }
      rest = inside[close...].dropFirst()
      let id = inside[..<close].filter { !$0.isSpace }
      if !id.isEmpty, id.count <= longest { return "<" + String(decoding: id, as: UTF8.self) + ">" }
    }
    return nil
  }
}
