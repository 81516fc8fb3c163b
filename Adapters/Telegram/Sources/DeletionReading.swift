import AdapterKit
import EventModel
import JSON

/// `deleted_business_messages`: the only deletion that a bot is ever told of.
struct DeletionReading {
  private let update: Update
  private let space: String

  init(_ update: Update) throws(PayloadError) {
    self.update = update
    guard let connection = update.content["business_connection_id"].nonEmpty else {
      throw PayloadError("no_connection", "a business message names no connection")
    }
    let chat = try ChatView(update.content["chat"])
    space = MessageView.space(connection, chat.id)
  }

  private static let mostMessages = 1000

  /// Nobody says who did it, nor when; a repeat deletes what is deleted, and needs no claim.
  var drafts: [Draft] {
    let ids = update.content["message_ids"].elements.prefix(Self.mostMessages).compactMap(\.text)
    return ids.map { id in
      .change(
        ChangeDraft(
          of: MessageKey(space: space, id: id), .deleted(by: nil), at: update.receivedAt,
          claims: []))
    }
  }
}
