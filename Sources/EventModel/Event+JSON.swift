import JSON

extension Event: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    id = try members.require("id")
    scope = try Scope(takenFrom: &members)
    target = try Target(takenFrom: &members)
    externalMessageID = try members.take("external_message_id")
    sender = try members.take("sender")
    message = try members.take("message")
    attachments = try members.take("attachments") ?? []
    buttons = try members.take("buttons") ?? []
    place = Place(
      sourceContext: try members.take("source_context"),
      deliveryRef: try members.take("delivery_ref"))
    tags = try members.take("tags") ?? []
    timeline = try Timeline(takenFrom: &members)
    facets = Facets(members.rest)
  }

  /// Writes the members in the order of the reference document.
  public func write(to writer: inout JSONWriter) {
    let blocks = EventBlocks(facets)
    writer.object(carrying: blocks.others) {
      $0.member("id", id)
      scope.writeMembers(to: &$0)
      $0.member("target_type", target.type)
      $0.member("target_id", target.id)
      $0.member("external_message_id", externalMessageID)
      $0.member("sender", sender)
      $0.member("message", message)
      $0.member("attachments", attachments)
      $0.member("buttons", buttons)
      $0.members(blocks.beforePlace)
      $0.member("source_context", place.sourceContext)
      $0.member("delivery_ref", place.deliveryRef)
      $0.members(blocks.behindPlace)
      $0.member("tags", tags)
      $0.member("credit_transaction_id", scope.creditTransactionID)
      timeline.writeMembers(to: &$0)
    }
  }
}

extension Event.Scope {
  init(takenFrom members: inout MemberReader) throws(JSONMismatch) {
    dialog = try members.take("dialog_id")
    mcpServerID = try members.take("mcp_server_id")
    channel = try members.take("channel_id")
    platform = try members.take("platform_type")
    project = try members.take("project_id")
    agentID = try members.take("agent_id")
    appID = try members.take("app_id")
    lead = try members.take("lead_id")
    creditTransactionID = try members.take("credit_transaction_id")
  }

  func writeMembers(to writer: inout JSONWriter) {
    writer.member("dialog_id", dialog)
    writer.member("mcp_server_id", mcpServerID)
    writer.member("channel_id", channel)
    writer.member("platform_type", platform)
    writer.member("project_id", project)
    writer.member("agent_id", agentID)
    writer.member("app_id", appID)
    writer.member("lead_id", lead)
  }
}

extension Event.Target {
  init(takenFrom members: inout MemberReader) throws(JSONMismatch) {
    type = try members.require("target_type")
    id = try members.require("target_id")
  }
}

extension Event.Timeline {
  init(takenFrom members: inout MemberReader) throws(JSONMismatch) {
    action = try members.require("action_type")
    occurredAt = try members.require("timestamp")
    createdAt = try members.require("created_at")
    updatedAt = try members.require("updated_at")
    version = try members.require("event_version")
  }

  func writeMembers(to writer: inout JSONWriter) {
    writer.member("timestamp", occurredAt)
    writer.member("created_at", createdAt)
    writer.member("updated_at", updatedAt)
    writer.member("event_version", version)
    writer.member("action_type", action)
  }
}

/// The blocks of an event, sorted as the reference document has them.
private struct EventBlocks {
  var beforePlace: [JSONMember] = []
  var behindPlace: [JSONMember] = []
  /// `search`, nulls, and what no reference document has.
  var others: [JSONMember] = []

  private static let order = [
    "button_click", "tool", "costs", "message_interactions", "status", "source_context",
    "ai", "typing", "timer", "trigger_context", "moderation", "broadcast", "reaction",
    "poll_answer", "poll_vote", "chat_change", "payment", "error", "hierarchy", "generation",
  ]
  private static let rank = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
  private static let place = rank["source_context"] ?? 0

  init(_ facets: Facets) {
    guard !facets.isEmpty else { return }
    var ranked: [(rank: Int, block: JSONMember)] = []
    for block in facets.blocks {
      if let rank = Self.rank[block.name], !block.value.isNull {
        ranked.append((rank, block))
      } else {
        others.append(block)
      }
    }
    for (rank, block) in ranked.sorted(by: { $0.rank < $1.rank }) {
      if rank < Self.place { beforePlace.append(block) } else { behindPlace.append(block) }
    }
  }
}
