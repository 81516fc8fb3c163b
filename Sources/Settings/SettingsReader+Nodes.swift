extension SettingsReader {
  func required<Value>(_ key: String, _ reading: Reading<Value>) -> Value? {
    guard let node = found(key) else {
      noteMissing(key)
      return nil
    }
    return value(node, key, reading)
  }

  func optional<Value>(_ key: String, _ reading: Reading<Value>) -> Value? {
    found(key).flatMap { value($0, key, reading) }
  }

  func noteMissing(_ key: String) {
    note(Problem(.missingKey, "missing key \"\(key)\"", at: place, hint: "it is required here"))
  }

  /// The value of a node, or nil and a problem.
  func value<Value>(_ node: Node, _ key: String, _ reading: Reading<Value>) -> Value? {
    do throws(Complaint) {
      guard case .scalar(let scalar) = node.content, !scalar.isNothing else {
        throw Complaint(.wrongType, "must be a single value", hint: "here is \(node.kind)")
      }
      return try reading(scalar)
    } catch {
      note(error.problem(of: key, at: visiblePlace(of: node, key)))
      return nil
    }
  }

  /// The secret that a node refers to or is, or nil and a problem.
  func secret(_ node: Node, _ key: String) -> Secret? {
    sources.findings.askForSecret(key)
    guard let text = value(node, key, .text) else { return nil }
    do throws(SecretSource.Failure) {
      let secret = try sources.secrets.secret(text)
      sources.findings.mask.hide(secret)
      if node.position.isInText, TokenShape.isLiteralToken(text) {
        note(
          Problem(
            .literalSecret, "\"\(key)\" holds a secret in the open", at: node.place,
            help: "move it out: \"${cred:NAME}\", \"${file:PATH}\" or \"${env:NAME}\""))
      }
      return secret
    } catch {
      note(error.problem(at: visiblePlace(of: node, key)))
      return nil
    }
  }

  /// The elements of a list; nil if there is none, or a problem.
  func elements(_ key: String) -> [Node]? {
    guard let node = found(key) else { return nil }
    switch node.content {
    case .sequence(let nodes): return nodes
    case .scalar(let scalar) where scalar.isNothing: return []
    case .scalar(let scalar) where scalar.style == .fromEnvironment:
      return scalar.text.split(separator: ",").map { part in
        let text = String(part.drop { $0 == " " })
        return Node(
          content: .scalar(Scalar(text: text, style: .fromEnvironment)), position: node.position)
      }
    case .scalar, .mapping:
      let complaint = Complaint(.wrongType, "must be a list", hint: "here is \(node.kind)")
      note(complaint.problem(of: key, at: node.place))
      return nil
    }
  }

  /// A value that is nothing can't be pointed at; its key can.
  private func visiblePlace(of node: Node, _ key: String) -> Problem.Place {
    node.isNothing ? entry(key)?.place ?? node.place : node.place
  }
}
