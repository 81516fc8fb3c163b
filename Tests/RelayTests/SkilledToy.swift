import AdapterKit
import EventModel
import JSON
import Settings

/// A toy that can look for parts, say them anew and take files.
struct SkilledToy: OutcomeLookup, PartMending, FileUploading {
  static let platform: Platform = "toy"
  static var forReading: SkilledToy? { nil }

  var toy = ToyAdapter()
  var finds: @Sendable (String) throws(SendFailure) -> LookedUp = { _ in .unknown }
  var uploads: @Sendable (String) async throws(SendFailure) -> String = { "ref-\($0)" }
  /// What was sent with which references.
  let sent = Notes<String>()

  init() {}
  init?(reading settings: inout SettingsReader) { nil }

  var identity: ChannelIdentity { toy.identity }
  var abilities: Abilities { toy.abilities }

  func bind(over transport: some Transport) async throws(SendFailure) -> ChannelIdentity {
    identity
  }

  func drafts(
    from payload: Payload, as identity: ChannelIdentity
  ) throws(PayloadError) -> Reading {
    try toy.drafts(from: payload, as: identity)
  }

  func plan(_ outgoing: Outgoing, as identity: ChannelIdentity) throws(Refusal) -> Plan {
    try toy.plan(outgoing, as: identity)
  }

  func send(
    _ part: Part, with files: [ReadyFile], over transport: some Transport
  ) async throws(SendFailure) -> PartReceipt {
    var receipt = try await toy.send(part, with: files, over: transport)
    let names = files.map { "\($0.use.attachment)=\($0.reference ?? "none")" }
    sent.note(([part.text] + names).joined(separator: " "))
    receipt.references = files.map { _ in "sent-reference" }
    return receipt
  }

  func address(of place: RequestedPlace) throws(Refusal) -> Dialog.Address {
    try toy.address(of: place)
  }

  func lookUp(
    _ part: Part, in dialog: Dialog.Address, triedAt: Timestamp, over transport: some Transport
  ) async throws(SendFailure) -> LookedUp {
    try finds(part.text)
  }

  func part(_ part: Part, with degradation: Degradation) -> Part? {
    Part(saying: "\(part.text) with \(degradation.rawValue)")
  }

  func part(_ part: Part, movedTo address: Dialog.Address) -> Part? {
    Part(saying: "\(part.text) at \(address.chatID)")
  }

  func upload(
    _ file: ReadyFile, for part: Part, over transport: some Transport
  ) async throws(SendFailure) -> String {
    try await uploads(file.use.attachment)
  }
}

extension Part {
  init(saying text: String, files: [FileUse] = [], repeats: Repeats = .areSeen) {
    self.init(JSONFragment(trusted: Array(text.utf8)), files: files, repeats: repeats)
  }

  var text: String { String(decoding: request.bytes, as: UTF8.self) }
}
