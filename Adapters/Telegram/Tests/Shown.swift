import AdapterKit
import EventModel
import JSON

@testable import TelegramAdapter

/// A reading in the columns of the study's table.
struct Shown {
  var columns: [String: String] = [:]
  private var isPlaced = false
  /// Every address that is looked for, strongest first.
  private var addresses: [String] = []

  init(_ payload: Payload, by adapter: TelegramAdapter) {
    do {
      let reading = try adapter.drafts(from: payload, as: Bot.identity)
      let events = reading.drafts.compactMap(Self.event)
      columns["action_types"] = Self.counted(reading.drafts.flatMap(Self.actions))
      guard let event = events.first else { return }
      addresses = events.flatMap { $0.links.dialog.compactMap(Self.address) }
      isPlaced = event.place.sourceContext != nil
      columns["direction"] = event.place.sourceContext?.direction.rawValue ?? ""
      columns["sender_type"] = event.sender.kind.rawValue
      columns["sender_external_id"] = event.sender.externalID ?? ""
      columns["external_message_id"] = event.externalMessageID ?? ""
      columns["attachments"] = event.attachments.map(\.kind.rawValue).joined(separator: ",")
      columns["dialog"] = addresses.last ?? ""
      columns["target_types"] = Self.counted(events.map(\.target.type.rawValue))
      columns["reply_to"] = event.links.replyTo?.id ?? ""
    } catch {
      columns["action_types"] = "dead_letter"
    }
  }

  /// The row that a draft is, or would be if nobody knew it.
  private static func event(_ draft: Draft) -> EventDraft? {
    switch draft {
    case .event(let event): event
    case .change(let change): change.otherwise
    case .readUpTo, .moved: nil
    }
  }

  private static func actions(_ draft: Draft) -> [String] {
    switch draft {
    case .event(let event): return [event.action.type.rawValue]
    case .readUpTo, .moved: return []
    case .change(let draft):
      switch draft.change {
      case .edited: return ["message_edited"]
      case .deleted: return ["message_deleted"]
      case .polled(let poll):
        if draft.otherwise != nil { return ["message_edited"] }
        return poll.state.closed == true ? ["poll_closed"] : []
      default: return []
      }
    }
  }

  private static func address(_ sign: Evidence) -> String? {
    switch sign {
    case .address(let address): ([address.kind] + address.ids).joined(separator: ":")
    case .known(let address): ([address.kind] + address.ids).joined(separator: ":") + " if known"
    case .message: nil
    }
  }

  /// `a b*2`, each name where it stands first.
  private static func counted(_ names: [String]) -> String {
    var order: [String] = []
    for name in names where !order.contains(name) { order.append(name) }
    let items = order.map { name in
      let count = names.count { $0 == name }
      return count == 1 ? name : "\(name)*\(count)"
    }
    return items.isEmpty ? "none" : items.joined(separator: " ")
  }

  /// Whether a cell says the same; what a change says of its row the row knows better.
  static func agrees(
    _ found: String, with proposed: String, in column: String, _ shown: Shown
  ) -> Bool {
    if found == proposed { return true }
    switch column {
    case "dialog": return shown.addresses.contains(proposed)
    // What has no source context has no direction either.
    case "direction": return found.isEmpty && !shown.isPlaced
    // A row that is edited keeps its id; the study shows what is on the wire of an edit.
    case "external_message_id":
      return proposed.isEmpty && shown.columns["action_types"]?.hasPrefix("message_edited") == true
    case "reply_to": return found.isEmpty && (proposed == "external" || proposed == "story")
    default: return false
    }
  }
}
