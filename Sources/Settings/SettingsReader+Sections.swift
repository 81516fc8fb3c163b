extension SettingsReader {
  /// Reads the section under `key`. One that is absent is read as an empty one, so that its
  /// defaults stand in one place; with `required` its absence is a problem, and the answer nil.
  public mutating func section<Value>(
    _ key: String, required: Bool = false, _ read: (inout SettingsReader) -> Value?
  ) -> Value? {
    guard let entry = fileEntry(key) else {
      guard !required else {
        noteMissing(key)
        return nil
      }
      return self.read([], at: position, path: path.map { $0 + [key] }, read)
    }
    return self.read(entry, key, read)
  }

  /// Reads the section under `key` if the file has one.
  public mutating func optionalSection<Value>(
    _ key: String, _ read: (inout SettingsReader) -> Value?
  ) -> Value? {
    fileEntry(key).flatMap { self.read($0, key, read) }
  }

  /// Reads a list of sections; those of which `read` makes nothing are left out.
  public mutating func list<Element>(
    _ key: String, _ read: (inout SettingsReader) -> Element?
  ) -> [Element] {
    guard let entry = fileEntry(key) else { return [] }
    switch entry.value.content {
    case .scalar(let scalar) where scalar.isNothing:
      return []
    case .sequence(let nodes):
      return nodes.compactMap { node in
        guard case .mapping(let entries) = node.content else {
          noteNoSection(key, of: node, at: node.place)
          return nil
        }
        return self.read(entries, at: node.position, path: nil, read)
      }
    case .scalar, .mapping:
      let complaint = Complaint(.wrongType, "must be a list", hint: "here is \(entry.value.kind)")
      note(complaint.problem(of: key, at: entry.place))
      return []
    }
  }

  private func fileEntry(_ key: String) -> Node.Entry? {
    sources.findings.ask(key, in: section)
    return entry(key)
  }

  private func read<Value>(
    _ entry: Node.Entry, _ key: String, _ read: (inout SettingsReader) -> Value?
  ) -> Value? {
    let path = path.map { $0 + [key] }
    switch entry.value.content {
    case .mapping(let entries):
      return self.read(entries, at: entry.position, path: path, read)
    case .scalar(let scalar) where scalar.isNothing:
      return self.read([], at: entry.position, path: path, read)
    case .scalar, .sequence:
      noteNoSection(key, of: entry.value, at: entry.place)
      return nil
    }
  }

  private func read<Value>(
    _ entries: [Node.Entry], at position: Position, path: [String]?,
    _ read: (inout SettingsReader) -> Value?
  ) -> Value? {
    var reader = SettingsReader(entries, at: position, path: path, within: section, sources)
    return read(&reader)
  }

  private func noteNoSection(_ key: String, of node: Node, at place: Problem.Place) {
    let complaint = Complaint(
      .wrongType, "must be a section", hint: "here is \(node.kind)",
      help: "write  key: value  in it")
    note(complaint.problem(of: key, at: place))
  }
}
