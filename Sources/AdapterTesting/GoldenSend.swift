import AdapterKit
import EventModel
import FoundationEssentials
import JSON

/// A folder that holds what is to be sent and the calls that its adapter plans for it.
///
/// `outgoing.json` has the dialog, the quote and the message; `expected.json` the parts as they
/// would be stored, the place of the message and what it lost, or the refusal.
public struct GoldenSend: Sendable, CustomStringConvertible {
  public let description: String
  private let folder: String

  /// Every folder below `Cases/Sends` beside the calling file, sorted by name.
  public static func all(in sends: String = "Cases/Sends", of file: String = #filePath)
    -> [GoldenSend]
  {
    let root = SourceFolder.path(of: sends, beside: file)
    return SourceFolder.folders(in: root).map {
      GoldenSend(description: $0, folder: root + "/" + $0)
    }
  }

  /// Plans twice and compares with what is expected.
  public func check(_ adapter: some ChannelAdapter) throws {
    let document = try JSONDocument(parsing: SourceFolder.bytes(of: folder + "/outgoing.json"))
    let outgoing = try Outgoing(golden: document.root, in: self)
    let found = Self.text(of: outgoing, planned: adapter)
    guard found == Self.text(of: outgoing, planned: adapter) else {
      throw Mismatch(in: self, "the same message was planned in two ways")
    }
    try Expectation(path: folder + "/expected.json").check(found, in: self)
  }

  private static func text(of outgoing: Outgoing, planned adapter: some ChannelAdapter) -> String {
    do {
      let plan = try adapter.plan(outgoing, as: adapter.identity)
      return PrettyJSON.text(of: JSONFragment { $0.golden(plan) })
    } catch {
      return PrettyJSON.text(of: JSONFragment { $0.golden(error) })
    }
  }
}

extension Outgoing {
  /// `{"dialog": {kind, ids, type, chat_id, user_id?, members?}, "quote"?: {…}, "message": {…}}`.
  fileprivate init(golden view: JSONView, in place: GoldenSend) throws {
    let dialog = view["dialog"]
    guard let kind = dialog["kind"].string, let chat = dialog["chat_id"].string,
      let type = dialog["type"].string
    else { throw Mismatch(in: place, "the dialog lacks kind, type or chat_id") }
    var address = Dialog.Address(
      kind: kind, ids: dialog["ids"].elements.compactMap(\.text),
      dialogType: Dialog.DialogType(rawValue: type), chatID: chat, userID: dialog["user_id"].string)
    address.members = dialog["members"].members.map { Dialog.Address.Member($0.name, $0.value) }
    var message = OutgoingMessage(golden: view["message"])
    message.quote = DeliveryRef(golden: view["quote"])
    self.init("6931f0a2c3d4e5f601000009", in: address, .message(message))
  }
}

extension DeliveryRef {
  fileprivate init?(golden view: JSONView) {
    guard let platform = view["channel_type"].string else { return nil }
    self.init(
      PlatformData(
        Platform(rawValue: platform), JSONFragment(view[member: "data_" + platform])))
  }
}

extension OutgoingMessage {
  fileprivate init(golden view: JSONView) {
    self.init(view["content"].string ?? "")
    subject = view["subject"].string
    attachments = view["attachments"].elements.enumerated().map { number, view in
      var attachment = Attachment(Attachment.Kind(rawValue: view["type"].string ?? ""))
      attachment.id = view["id"].string ?? "file-\(number)"
      attachment.externalURL = view["external_url"].string
      attachment.fileName = view["file_name"].string
      attachment.mimeType = view["mime_type"].string
      attachment.platformFileID = view["platform_file_id"].string
      return attachment
    }
    buttons = view["buttons"].elements.map { view in
      var button = Button(view["text"].string ?? "")
      button.callbackData = view["callback_data"].string
      button.row = view["row"].int
      button.url = view["url"].string
      button.style = view["style"].string
      return button
    }
  }
}

extension JSONWriter {
  fileprivate mutating func golden(_ plan: Plan) {
    object {
      $0.name("parts")
      $0.array { for part in plan.parts { $0.golden(part) } }
      if !plan.degradations.isEmpty { $0.member("degradations", plan.degradations) }
      $0.member("source_context", plan.place.sourceContext)
      $0.member("delivery_ref", plan.place.deliveryRef)
    }
  }

  private mutating func golden(_ part: Part) {
    object {
      $0.member("request", part.request)
      if !part.files.isEmpty {
        $0.member("files", part.files.map { "\($0.attachment) as \($0.purpose)" })
      }
      switch part.echo {
      case .mark(let mark): $0.member("echo_mark", mark)
      case .message(let key): $0.member("echo_of", "\(key.space) / \(key.id)")
      case nil: break
      }
      switch part.repeats {
      case .areSeen: break
      case .areDropped(let window): $0.member("repeats_are_dropped_for", "\(window)")
      case .areHarmless: $0.member("repeats_are_harmless", true)
      }
    }
  }

  fileprivate mutating func golden(_ refusal: Refusal) {
    object {
      $0.member("refused", "\(refusal.cause)")
      $0.member("reason", refusal.reason)
    }
  }
}
