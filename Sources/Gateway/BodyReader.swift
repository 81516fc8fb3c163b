import JSON

/// Takes the members of an object that a caller sent one by one, and notes every fault with its
/// pointer.
struct BodyReader {
  typealias Fault = APIProblem.Fault

  private let view: JSONView
  private let pointer: String
  private var known: Set<String> = []
  private(set) var faults: [Fault] = []

  init(_ view: JSONView, at pointer: String = "#") {
    self.view = view
    self.pointer = pointer
    if view.kind != .object { note("is no object") }
  }

  /// A member that may be missing or null.
  mutating func take<Value: JSONReadable>(_ name: String, as type: Value.Type) -> Value? {
    guard let member = member(name) else { return nil }
    do throws(JSONMismatch) { return try Value(from: member) } catch {
      faults.append(Fault("\(pointer)/\(name)\(error.pointer)", error.reason))
      return nil
    }
  }

  /// A text of limited length.
  mutating func text(_ name: String, atMost limit: Int) -> String? {
    guard let text = take(name, as: String.self) else { return nil }
    if text.unicodeScalars.count <= limit { return text }
    note("is longer than \(limit) characters", in: name)
    return nil
  }

  /// A text that holds something.
  mutating func name(_ name: String, atMost limit: Int = 200) -> String? {
    guard let text = text(name, atMost: limit) else { return nil }
    if !text.isEmpty { return text }
    note("is empty", in: name)
    return nil
  }

  /// An object of its own members.
  mutating func object<Value>(_ name: String, _ read: (inout BodyReader) -> Value?) -> Value? {
    guard let member = member(name) else { return nil }
    var reader = BodyReader(member, at: "\(pointer)/\(name)")
    let value = read(&reader)
    reader.finish()
    faults += reader.faults
    return value
  }

  /// A list of objects; more than the limit are not even looked at.
  mutating func objects<Value>(
    _ name: String, atMost limit: Int, _ read: (inout BodyReader) -> Value?
  ) -> [Value] {
    guard let member = member(name) else { return [] }
    guard member.kind == .array else {
      note("is no array", in: name)
      return []
    }
    let elements = Array(member.elements)
    guard elements.count <= limit else {
      note("holds more than \(limit)", in: name)
      return []
    }
    return elements.enumerated().compactMap { index, element in
      var reader = BodyReader(element, at: "\(pointer)/\(name)/\(index)")
      let value = read(&reader)
      reader.finish()
      faults += reader.faults
      return value
    }
  }

  /// The object itself, as it was sent.
  var whole: JSONFragment { JSONFragment(view) }

  /// Whether a member is there and not null.
  mutating func has(_ name: String) -> Bool { member(name) != nil }

  mutating func note(_ detail: String, in name: String? = nil) {
    faults.append(Fault(name.map { "\(pointer)/\($0)" } ?? pointer, detail))
  }

  /// Notes that a member is missing, unless something else was noted of it.
  mutating func require(_ name: String) {
    if !faults.contains(where: { $0.pointer == "\(pointer)/\(name)" }) {
      note("is missing", in: name)
    }
  }

  /// To be called when everything was asked for: any other member is a fault.
  mutating func finish() {
    var seen: Set<String> = []
    for (name, _) in view.members {
      let isFirst = seen.insert(name).inserted
      guard !isFirst || !known.contains(name) else { continue }
      let shown = name.prefix(100).replacing("~", with: "~0").replacing("/", with: "~1")
      note(isFirst ? "is not known here" : "stands more than once", in: String(shown))
    }
  }

  private mutating func member(_ name: String) -> JSONView? {
    known.insert(name)
    let member = view[member: name]
    return member.exists ? member : nil
  }
}
