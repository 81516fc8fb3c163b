import EventModel
import Store

/// The files and buttons of a message that goes out.
extension MessagePlanning {
  /// Gives every item its identifier and every known file its description.
  ///
  /// - Parameter known: the items that the message has already; they stay as they are.
  func items(
    _ wanted: [Attachment], like known: [Attachment] = [], on platform: Platform
  ) async throws -> [Attachment] {
    var items: [Attachment] = []
    for (index, item) in wanted.enumerated() {
      if let id = item.id, let same = known.first(where: { $0.id == id }) {
        items.append(same)
        continue
      }
      var item = item
      item.platform = platform
      if let id = item.id {
        item.describe(try await file(id, at: index))
      } else {
        item.id = store.nextEventID().rawValue
      }
      if item.kind.rawValue.isEmpty { item.kind = .document }
      items.append(item)
    }
    return items
  }

  private func file(_ id: String, at index: Int) async throws -> CatalogedFile {
    let pointer = "#/attachments/\(index)/id"
    guard let file = try await store.file(id) else {
      throw APIProblem([.init(pointer, "there is no such attachment")])
    }
    switch file.state {
    case .failed, .expired:
      throw APIProblem([.init(pointer, "the file of this attachment is not here any more")])
    case .pending, .ready, .proxied: return file
    }
  }
}

extension Attachment {
  /// Says of an item what is known of its file, unless the caller said otherwise.
  fileprivate mutating func describe(_ file: CatalogedFile) {
    if kind.rawValue.isEmpty { kind = file.kind }
    fileName = fileName ?? file.name ?? file.content?.name
    mimeType = mimeType ?? file.content?.mimeType ?? file.mimeType
    fileSize = fileSize ?? file.content?.size ?? file.size
  }
}
