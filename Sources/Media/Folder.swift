import Glibc

/// A folder of the store: made private, read whole, synced.
struct Folder {
  let path: String

  /// Makes it, unless it is there; true when it was made.
  @discardableResult func make() throws(FileStoreError) -> Bool {
    if mkdir(path, 0o700) == 0 { return true }
    guard errno == EEXIST else { throw .system(while: "make \(path)") }
    return false
  }

  /// The names in it, in no order.
  func names() throws(FileStoreError) -> [String] {
    guard let stream = opendir(path) else { throw .system(while: "read \(path)") }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Makes what was renamed in it last through a power cut.
  func sync() throws(FileStoreError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(while: "open \(path)") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system(while: "sync \(path)") }
  }
}
