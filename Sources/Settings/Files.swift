import Glibc

/// The file system as the configuration sees it: whole files, and the names in a folder.
public struct Files: Sendable {
  /// A file's bytes and its permission bits.
  public struct File: Sendable {
    public let bytes: [UInt8]
    public let mode: UInt32

    public init(bytes: [UInt8], mode: UInt32 = 0o600) {
      self.bytes = bytes
      self.mode = mode
    }
  }

  /// Why a file could not be read.
  public enum Failure: Error, Hashable, Sendable {
    case missing
    case isFolder
    case isNoFile
    case tooLarge(limit: Int)
    case unreadable(reason: String)
  }

  /// Reads the file at a path, if it has no more bytes than the limit.
  public let read: @Sendable (_ path: String, _ limit: Int) throws(Failure) -> File

  /// The names in a folder, in any order.
  public let names: @Sendable (_ folder: String) throws(Failure) -> [String]

  public init(
    read: @escaping @Sendable (_ path: String, _ limit: Int) throws(Failure) -> File,
    names: @escaping @Sendable (_ folder: String) throws(Failure) -> [String]
  ) {
    self.read = read
    self.names = names
  }

  /// The files of this machine.
  public static let ofSystem = Files(read: readFile, names: listFolder)

  /// `path` as seen from `folder`, unless it is absolute.
  static func path(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
  }

  /// The folder of the file at `path`.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

@Sendable private func readFile(at path: String, limit: Int) throws(Files.Failure) -> Files.File {
  // Without O_NONBLOCK a named pipe would keep us waiting for its writer.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw failure(errno) }
  defer { close(descriptor) }

  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
  switch status.st_mode & S_IFMT {
  case S_IFREG: break
  case S_IFDIR: throw .isFolder
  default: throw .isNoFile
  }

  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = Glibc.read(descriptor, &chunk, chunk.count)
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw failure(errno) }
    if count == 0 { return Files.File(bytes: bytes, mode: status.st_mode & 0o7777) }
    bytes += chunk[..<count]
    guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
  }
}

@Sendable private func listFolder(at path: String) throws(Files.Failure) -> [String] {
  guard let folder = opendir(path) else { throw failure(errno) }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    names.append(
      withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      })
  }
  return names
}

private func failure(_ code: Int32) -> Files.Failure {
  code == ENOENT || code == ENOTDIR
    ? .missing : .unreadable(reason: String(cString: strerror(code)))
}
