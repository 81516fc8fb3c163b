import AdapterKit
import JSON

/// One call of a method: what a part stores, without token and version.
struct VKCall: Hashable, Sendable {
  /// Whose right a call is made by: the community's token or an administrator's.
  enum Right: String, Sendable { case community, administrator }

  /// One field of the form.
  struct Parameter: Hashable, Sendable {
    let name: String
    let value: String
  }

  let method: String
  var right = Right.community
  /// The space of the message that comes of it; empty when none does.
  var space = ""
  private(set) var parameters: [Parameter] = []

  init(_ method: String) { self.method = method }

  /// Adds a field; nothing at all when there is no value.
  mutating func set(_ name: String, _ value: String?) {
    guard let value else { return }
    parameters.append(Parameter(name: name, value: value))
  }

  mutating func set(_ name: String, _ value: Int64) { set(name, String(value)) }

  /// Adds an object as JSON text, as VK takes objects.
  mutating func set(_ name: String, _ value: JSONFragment?) {
    set(name, value.map { String(decoding: $0.bytes, as: UTF8.self) })
  }

  /// The value of a field.
  subscript(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

  mutating func remove(_ name: String) { parameters.removeAll { $0.name == name } }

  /// Sets a field where it stands.
  mutating func replace(_ name: String, with value: String) {
    guard let index = parameters.firstIndex(where: { $0.name == name }) else {
      return set(name, value)
    }
    parameters[index] = Parameter(name: name, value: value)
  }

  /// Whether it goes to a conversation of several people.
  var isToChat: Bool { Int64(space).map { VKPlace.peer($0).isChat } ?? false }
}

extension VKCall {
  var fragment: JSONFragment {
    .object {
      $0.member("method", method)
      $0.member("right", right.rawValue)
      $0.member("space", space)
      $0.member(
        "parameters",
        object: {
          for parameter in parameters {
            $0.name(dynamic: parameter.name)
            $0.value(parameter.value)
          }
        })
    }
  }

  /// Reads back what `fragment` wrote.
  init?(_ fragment: JSONFragment) {
    guard let view = try? fragment.parsed(), let method = view["method"].nonEmpty,
      let right = view["right"].string.flatMap(Right.init)
    else { return nil }
    self.init(method)
    self.right = right
    space = view["space"].string ?? ""
    for (name, value) in view["parameters"].members { set(name, value.string) }
  }
}
