import AdapterKit
import Media

extension API {
  /// Where files are kept, and how they are fetched.
  package struct Files: Sendable {
    let store: FileStore
    let transport: any Transport

    package init(_ store: FileStore, over transport: any Transport) {
      self.store = store
      self.transport = transport
    }
  }
}
