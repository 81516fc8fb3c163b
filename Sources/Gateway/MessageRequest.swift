import AdapterKit
import EventModel
import JSON

/// What a caller wants sent, as the body says it; every fault of a body is told at once.
struct MessageRequest: Sendable {
  var message: OutgoingMessage
  var replyTo: EventID?
  var quote: DeliveryRef?
  /// Who answers; the API key itself when the body does not say.
  var sender: Sender?
  var tags: [String]
  var lifetime: Duration?
  /// Where to, in a request that names no dialog.
  var place: Place?

  /// A conversation as a caller without a dialog id names it.
  struct Place: Sendable {
    var channel: ChannelID
    var conversation: RequestedPlace
  }

  private static let longestContent = 200_000
  private static let longestSubject = 1_000
  private static let mostTags = 50
  private static let lifetimes: ClosedRange<Int64> = 1...604_800

  /// - Parameter hasDialog: whether the path names the dialog; else the body names the place.
  init(_ body: JSONView, hasDialog: Bool) throws(APIProblem) {
    var reader = BodyReader(body)
    message = OutgoingMessage(reader.text("content", atMost: Self.longestContent) ?? "")
    message.subject = reader.text("subject", atMost: Self.longestSubject)
    message.attachments = reader.attachments()
    message.buttons = reader.buttons()
    replyTo = reader.name("reply_to_event_id").map { EventID($0) }
    quote = reader.take("delivery_ref", as: DeliveryRef.self)
    sender = reader.sender()
    tags = reader.take("tags", as: [String].self) ?? []
    if tags.count > Self.mostTags { reader.note("holds more than \(Self.mostTags)", in: "tags") }
    for (index, tag) in tags.enumerated() where tag.isEmpty || tag.utf8.count > 200 {
      reader.note("is empty or longer than 200 bytes", in: "tags/\(index)")
    }
    lifetime = Self.lifetime(&reader).map { .seconds($0) }
    if !hasDialog { place = Self.place(&reader) }
    reader.finish()
    if reader.faults.isEmpty, message.text.plain.isEmpty, message.attachments.isEmpty {
      reader.note("there is nothing to send: no text and no file", in: "content")
    }
    guard reader.faults.isEmpty else { throw APIProblem(reader.faults) }
  }

  private static func lifetime(_ reader: inout BodyReader) -> Int64? {
    reader.object("options") { options in
      guard let seconds = options.take("expires_in", as: Int64.self) else { return nil }
      if lifetimes.contains(seconds) { return seconds }
      options.note(
        "is not from \(lifetimes.lowerBound) to \(lifetimes.upperBound) seconds", in: "expires_in")
      return nil
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
