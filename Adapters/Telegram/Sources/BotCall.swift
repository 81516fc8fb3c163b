import JSON

/// A call of the Bot API as a part stores it: `{"method": …, "parameters": {…}, "root"?: …}`, free
/// of secrets.
struct BotCall: Hashable {
  var method: String
  private(set) var parameters: [JSONMember] = []
  /// Of a comment: the post's root, which is quoted when what was quoted is gone.
  var root: Int64?

  init(_ method: String) { self.method = method }

  /// Reads a call back; nil of what is none.
  init?(_ request: JSONFragment) {
    guard let view = try? request.parsed(), let method = view["method"].nonEmpty else { return nil }
    self.method = method
    parameters = view["parameters"].members.map { JSONMember($0.name, JSONFragment($0.value)) }
    root = view["root"].int
  }

  var fragment: JSONFragment {
    .object { writer in
      writer.member("method", method)
      writer.member("parameters") { $0.members(parameters) }
      writer.member("root", root)
    }
  }

  subscript(_ name: String) -> JSONFragment? {
    get { parameters.first { $0.name == name }?.value }
    set {
      guard let index = parameters.firstIndex(where: { $0.name == name }) else {
        if let newValue { parameters.append(JSONMember(name, newValue)) }
        return
      }
      if let newValue {
        parameters[index].value = newValue
      } else {
        parameters.remove(at: index)
      }
    }
  }

  /// Sets a parameter; nothing happens when the value is nil.
  mutating func set(_ name: String, _ value: (some JSONWritable)?) {
    guard let value else { return }
    self[name] = JSONFragment { $0.value(value) }
  }

  mutating func set(_ members: [JSONMember]) {
    for member in members { self[member.name] = member.value }
  }

  /// Gives a parameter another name, where it stands.
  mutating func rename(_ name: String, to other: String) {
    guard let index = parameters.firstIndex(where: { $0.name == name }) else { return }
    parameters[index] = JSONMember(other, parameters[index].value)
  }

  /// Takes away whatever has one of these names, and says whether there was any.
  mutating func remove(_ names: String...) -> Bool {
    let count = parameters.count
    parameters.removeAll { names.contains($0.name) }
    return parameters.count < count
  }

  /// A parameter to look into.
  func view(_ name: String) -> JSONView? { try? self[name]?.parsed() }

  func text(_ name: String) -> String? { view(name)?.text }
  func int(_ name: String) -> Int64? { view(name)?.int }
}
