import JSON

extension JSONView {
  /// The number that names a person, a chat or a message, as text; whatever else stands there names
  /// nobody.
  var number: String? { int.map { String($0) } }

  /// A size, a length or a sum; less than nothing is none.
  var measure: Int64? { int.flatMap { $0 >= 0 ? $0 : nil } }

  /// A number as it was spelt, if it is no further from zero than that.
  func degrees(atMost limit: Double) -> JSONFragment? {
    guard kind == .number, let double, abs(double) <= limit else { return nil }
    return JSONFragment(self)
  }
}
