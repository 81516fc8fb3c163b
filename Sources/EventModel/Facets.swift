import JSON

/// The blocks of an object that only some of its kind have, by name and in order, as finished JSON.
///
/// A block with a key is read and written as the key's type; one without is carried as it is, so that
/// nothing a later version of the model adds is lost. A null is carried too: it is something to the document.
public struct Facets: Hashable, Sendable {
  private var blocks: [Block] = []

  private struct Block: Hashable, Sendable {
    let name: String
    var text: JSONFragment
  }

  public init() {}

  /// The text of a block, whoever knows its type.
  public subscript(name: String) -> JSONFragment? {
    get { blocks.first { $0.name == name }?.text }
    set {
      let at = blocks.firstIndex { $0.name == name }
      switch (at, newValue) {
      case (let at?, let text?): blocks[at].text = text
      case (let at?, nil): blocks.remove(at: at)
      case (nil, let text?): blocks.append(Block(name: name, text: text))
      case (nil, nil): break
      }
    }
  }

  public var isEmpty: Bool { blocks.isEmpty }
  public var names: [String] { blocks.map(\.name) }

  /// Writes every block as a member of the object that is open.
  func writeMembers(to writer: inout JSONWriter) {
    for block in blocks {
      writer.name(dynamic: block.name)
      writer.value(block.text)
    }
  }
}
