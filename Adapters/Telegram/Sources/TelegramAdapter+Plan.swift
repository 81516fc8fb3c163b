import AdapterKit
import EventModel
import JSON

extension TelegramAdapter {
  /// One call for each piece of text, and one for a file; the quote goes with the first, the
  /// keyboard with the last.
  package func plan(
    _ outgoing: Outgoing, as identity: ChannelIdentity
  ) throws(Refusal) -> Plan {
    guard case .message(let message) = outgoing.operation else {
      throw Refusal(.unsupported, "this operation")
    }
    let place = try SendingPlace(outgoing.dialog, quote: message.quote)
    let keyboard = try Keyboard(message.buttons ?? [])
    let file = try message.attachments.first.map(OutgoingFile.init)
    guard message.attachments.count <= 1 else {
      throw Refusal(.unsupported, "more than one file in a message")
    }
    var texts = TextSplitting.pieces(of: message.text.plain, atMost: Self.longestText)
    guard file != nil || !texts.isEmpty else {
      throw Refusal(.invalid, "there is nothing to send: no text and no file")
    }

    var calls: [Call] = []
    if let file {
      let isCaption = texts.count == 1 && texts[0].utf16.count <= Self.longestCaption
      calls.append(.file(file, caption: isCaption ? texts.removeFirst() : nil))
    }
    calls += texts.map(Call.text)
    let parts = calls.enumerated().map { number, call in
      Part(
        call.request(
          at: place, isFirst: number == 0, keyboard: number == calls.count - 1 ? keyboard : nil))
    }
    return Plan(parts, place: Event.Place(sourceContext: place.context))
  }

  /// In UTF-16 units.
  private static let longestCaption = 1024

  package func address(of place: RequestedPlace) throws(Refusal) -> Dialog.Address {
    switch place {
    case .person(let id):
      guard let number = Int64(id), number > 0 else {
        throw Refusal(.invalid, "a person's id is a number above 0")
      }
      return Address.person(String(number))
    case .sourceContext(let context): return try Address.named(by: context)
    }
  }
}

/// One call of a plan.
private enum Call {
  case text(String)
  case file(OutgoingFile, caption: String?)

  /// `{"method": …, "parameters": {…}}`; stored, and free of secrets.
  func request(at place: SendingPlace, isFirst: Bool, keyboard: Keyboard?) -> JSONFragment {
    .object { writer in
      writer.member("method", method)
      writer.member("parameters") { writer in
        place.write(to: &writer, isFirst: isFirst)
        switch self {
        case .text(let text): writer.member("text", text)
        case .file(let file, let caption):
          writer.name(dynamic: file.parameter)
          writer.value(file.source)
          writer.member("caption", caption)
        }
        writer.member("reply_markup", keyboard)
      }
    }
  }

  private var method: String {
    switch self {
    case .text: "sendMessage"
    case .file(let file, _): file.method
    }
  }
}
