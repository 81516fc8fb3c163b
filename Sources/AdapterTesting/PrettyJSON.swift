import JSON

/// JSON for people: what fits stands on one line, the rest is indented; members keep their order.
enum PrettyJSON {
  private static let width = 100

  static func text(of fragment: JSONFragment) -> String {
    guard let view = try? fragment.parsed() else {
      return "not JSON: " + String(decoding: fragment.bytes, as: UTF8.self) + "\n"
    }
    var text = ""
    write(JSONValue(view), indent: 0, lead: 0, to: &text)
    return text + "\n"
  }

  private static func write(_ value: JSONValue, indent: Int, lead: Int, to text: inout String) {
    let line = oneLine(value)
    if indent + lead + line.count <= width || !value.isNested {
      text += line
      return
    }
    switch value {
    case .array(let elements):
      list("[", elements, "]", indent: indent, to: &text) {
        write($0, indent: indent + 2, lead: 0, to: &$1)
      }
    case .object(let members):
      list("{", members, "}", indent: indent, to: &text) {
        let name = oneLine(.string($0.name)) + ": "
        $1 += name
        write($0.value, indent: indent + 2, lead: name.count, to: &$1)
      }
    default: text += line
    }
  }

  private static func list<Item>(
    _ open: String, _ items: [Item], _ close: String, indent: Int, to text: inout String,
    _ write: (Item, inout String) -> Void
  ) {
    text += open
    for (offset, item) in items.enumerated() {
      text += (offset > 0 ? ",\n" : "\n") + String(repeating: " ", count: indent + 2)
      write(item, &text)
    }
    text += "\n" + String(repeating: " ", count: indent) + close
  }

  private static func oneLine(_ value: JSONValue) -> String {
    switch value {
    case .array(let elements): "[" + elements.map(oneLine).joined(separator: ", ") + "]"
    case .object(let members):
      "{"
        + members.map { oneLine(.string($0.name)) + ": " + oneLine($0.value) }
        .joined(separator: ", ") + "}"
    default: String(decoding: JSONWriter.bytes(of: value), as: UTF8.self)
    }
  }
}

extension JSONValue {
  fileprivate var isNested: Bool {
    switch self {
    case .array(let elements): !elements.isEmpty
    case .object(let members): !members.isEmpty
    default: false
    }
  }
}
