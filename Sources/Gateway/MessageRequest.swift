import AdapterKit
import EventModel
import JSON
import Markup

/// What a caller wants sent, as the body says it; every fault of a body is told at once.
struct MessageRequest: Sendable {
  var message: OutgoingMessage
  /// Messages to repeat instead of a new one.
  var forward: Forward?
  var options: SendOptions
  var replyTo: EventID?
  var quote: DeliveryRef?
  /// Who answers; the API key itself when the body does not say.
  var sender: Sender?
  var tags: [String]
  /// Where to, in a request that names no dialog.
  var place: Place?

  /// Which events to repeat.
  struct Forward: Sendable {
    var events: [EventID]
    var isCopy: Bool
  }

  /// A conversation as a caller without a dialog id names it.
  struct Place: Sendable {
    var channel: ChannelID
    var conversation: RequestedPlace
  }

  static let longestSubject = 1_000
  private static let mostTags = 50
  private static let mostForwarded = 100
  private static let mostCopies = 50

  /// - Parameter hasDialog: whether the path names the dialog; else the body names the place.
  init(_ body: JSONView, hasDialog: Bool) throws(APIProblem) {
    var reader = BodyReader(body)
    options = SendOptions(&reader)
    message = reader.message(options)
    message.subject = reader.text("subject", atMost: Self.longestSubject)
    message.copies = reader.texts("cc", atMost: Self.mostCopies, bytes: 320)
    forward = Self.forward(&reader)
    replyTo = reader.name("reply_to_event_id").map { EventID($0) }
    quote = reader.take("delivery_ref", as: DeliveryRef.self)
    sender = reader.sender()
    tags = reader.texts("tags", atMost: Self.mostTags)
    if !hasDialog { place = Self.place(&reader) }
    if reader.has("platform") {
      reader.note(
        "raw extras are not taken: what a platform can do has members here", in: "platform")
    }
    reader.finish()
    if reader.faults.isEmpty { checkContent(&reader) }
    guard reader.faults.isEmpty else { throw APIProblem(reader.faults) }
  }

  private func checkContent(_ reader: inout BodyReader) {
    let isEmpty = message.text.isEmpty && message.attachments.isEmpty
    if forward == nil, isEmpty {
      reader.note("there is nothing to send: no text and no file", in: "content")
    }
    let isMore =
      !isEmpty || message.buttons?.isEmpty == false || message.subject != nil || quote != nil
      || replyTo != nil
    if forward != nil, isMore {
      reader.note("goes alone: send a text of your own as another message", in: "forward")
    }
  }

  private static func forward(_ reader: inout BodyReader) -> Forward? {
    reader.object("forward") { forward in
      let events = forward.texts("event_ids", atMost: mostForwarded)
      if events.isEmpty { forward.require("event_ids") }
      let isCopy = forward.flag("copy") ?? false
      return Forward(events: events.map { EventID($0) }, isCopy: isCopy)
    }
  }

  private static func place(_ reader: inout BodyReader) -> Place? {
    let channel = reader.name("channel_id")
    let person = reader.name("external_id")
    let context = reader.take("source_context", as: JSONView.self)
    if channel == nil { reader.require("channel_id") }
    switch (person, context) {
    case (let person?, nil):
      return channel.map { Place(channel: ChannelID($0), conversation: .person(person)) }
    case (nil, let context?):
      if context.kind != .object { reader.note("is no object", in: "source_context") }
      return channel.map { Place(channel: ChannelID($0), conversation: .sourceContext(context)) }
    case (nil, nil):
      reader.note(
        "is missing: the conversation is named by it or by external_id", in: "source_context")
    case (_?, _?):
      reader.note("does not go with source_context", in: "external_id")
    }
    return nil
  }
}

extension BodyReader {
  private static var longestContent: Int { 200_000 }

  /// The members that new messages and edited ones share.
  mutating func message(_ options: SendOptions) -> OutgoingMessage {
    var message = OutgoingMessage(formattedText(options.markup) ?? "")
    message.attachments = attachments()
    if has("buttons") { message.buttons = buttons() }
    message.isSilent = options.isSilent
    message.hidesPreview = options.hidesPreview
    return message
  }

  /// `content` in the markup that the options name, or `html`.
  mutating func formattedText(_ markup: SendOptions.Markup) -> RichText? {
    let content = text("content", atMost: Self.longestContent)
    let html = text("html", atMost: Self.longestContent)
    if let html {
      if content != nil { note("does not go with content", in: "html") }
      return formatted(html, as: .html, in: "html")
    }
    return content.flatMap { formatted($0, as: markup, in: "content") }
  }

  private mutating func formatted(
    _ text: String, as markup: SendOptions.Markup, in member: String
  ) -> RichText? {
    do throws(MarkupProblem) {
      return switch markup {
      case .plain: RichText(text)
      case .markdown: try RichText(markdown: text)
      case .html: try RichText(html: text)
      }
    } catch {
      note(error.reason(of: "the text"), in: member)
      return nil
    }
  }
}
