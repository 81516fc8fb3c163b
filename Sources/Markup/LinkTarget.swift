/// Where a link of a text may lead.
enum LinkTarget {
  private static let schemes: Set<String> = ["http", "https", "mailto", "tg"]
  private static let longest = 4096

  /// The address without white space around it; nil for one that is relative, runs something, or
  /// would be read in another way by somebody else.
  static func allowed(_ url: String) -> String? {
    let isEdge = { (scalar: Unicode.Scalar) in scalar.value <= 0x20 }
    let scalars = url.unicodeScalars.drop(while: isEdge)
    let tail = scalars.reversed().prefix(while: isEdge).count
    let address = String(scalars.dropLast(tail))
    guard address.utf8.count <= longest,
      !address.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }),
      let colon = address.firstIndex(of: ":")
    else { return nil }
    let scheme = address[..<colon].lowercased()
    let rest = address[colon...].dropFirst()
    guard schemes.contains(scheme), !rest.isEmpty else { return nil }
    let hasHost = rest.hasPrefix("//") && rest.utf8.count > 2
    return hasHost || scheme == "mailto" ? address : nil
  }
}
