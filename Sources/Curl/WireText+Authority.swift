import AdapterKit

extension WireText {
  /// Host and port of an address, as written: what requests are counted by.
  var authority: String {
    guard let slashes = text.firstRange(of: "://") else { return "" }
    let rest = text[slashes.upperBound...]
    return String(rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }).lowercased()
  }
}
