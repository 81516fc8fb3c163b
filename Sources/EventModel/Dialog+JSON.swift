import JSON

extension Dialog: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    identity = try Identity(takenFrom: &members, context: view["context"])
    state = try State(takenFrom: &members)
    traffic = try Traffic(takenFrom: &members)
    attribution = try Attribution(takenFrom: &members)
    timeline = try Timeline(takenFrom: &members)
    counters = try Counters(takenFrom: &members)
    firstMessage = try members.take("first_message")
    lastMessage = try members.take("last_message")
    address = try Address(
      takenFrom: &members, platform: identity.platform, externalID: identity.externalID)
    facets = Facets(members.rest)
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: facets.blocks) {
      identity.writeMembers(to: &$0)
      $0.member("dialog_type", address.dialogType)
      state.writeMembers(to: &$0)
      traffic.writeMembers(to: &$0)
      attribution.writeMembers(to: &$0)
      timeline.writeMembers(to: &$0)
      counters.writeMembers(to: &$0)
      $0.name("context")
      address.writeContext(identity.platform, to: &$0)
      $0.member("first_message", firstMessage)
      $0.member("last_message", lastMessage)
      address.writeTwins(identity.platform, to: &$0)
    }
  }
}

extension Dialog.Identity {
  init(takenFrom members: inout MemberReader, context: JSONView) throws(JSONMismatch) {
    id = try members.require("id")
    platform = Platform(rawValue: context["channel_type"].string ?? "")
    agentID = try members.take("agent_id")
    channel = try members.take("channel_id")
    project = try members.take("project_id")
    externalID = try members.take("external_dialog_id")
    primaryLead = try members.take("primary_lead_id")
  }

  func writeMembers(to writer: inout JSONWriter) {
    writer.member("id", id)
    writer.member("agent_id", agentID)
    writer.member("channel_id", channel)
    writer.member("project_id", project)
    writer.member("external_dialog_id", externalID)
    writer.member("primary_lead_id", primaryLead)
  }
}

extension Dialog.State {
  init(takenFrom members: inout MemberReader) throws(JSONMismatch) {
    status = try members.require("status")
    tags = try members.take("tags") ?? []
    isTest = try members.take("is_test") ?? false
    hasErrors = try members.take("has_errors")
    isSoundMuted = try members.take("is_sound_muted") ?? false
    review.category = try members.take("category")
    review.topic = try members.take("topic")
    review.priority = try members.take("priority")
    review.needsReview = try members.take("needs_review")
    review.isEscalated = try members.take("is_escalated")
    verdict.qualityScore = try members.take("quality_score")
    verdict.userSatisfaction = try members.take("user_satisfaction")
    verdict.resolutionType = try members.take("resolution_type")
  }

  func writeMembers(to writer: inout JSONWriter) {
    writer.member("status", status)
    writer.member("tags", tags)
    writer.member("category", review.category)
    writer.member("topic", review.topic)
    writer.member("priority", review.priority)
    writer.member("quality_score", verdict.qualityScore)
    writer.member("user_satisfaction", verdict.userSatisfaction)
    writer.member("resolution_type", verdict.resolutionType)
    writer.member("needs_review", review.needsReview)
    writer.member("is_escalated", review.isEscalated)
    writer.member("has_errors", hasErrors)
    writer.member("is_test", isTest)
    writer.member("is_sound_muted", isSoundMuted)
  }
}

extension Dialog.Traffic {
  init(takenFrom members: inout MemberReader) throws(JSONMismatch) {
    source = try members.take("traffic_source")
    medium = try members.take("traffic_medium")
    deviceType = try members.take("device_type")
  }

  func writeMembers(to writer: inout JSONWriter) {
    writer.member("traffic_source", source)
    writer.member("traffic_medium", medium)
    writer.member("device_type", deviceType)
  }
}

extension Dialog.Timeline {
  init(takenFrom members: inout MemberReader) throws(JSONMismatch) {
    durationSeconds = try members.take("duration_seconds")
    firstResponseSeconds = try members.take("first_response_time_seconds")
    startedAt = try members.require("started_at")
    completedAt = try members.take("completed_at")
    lastEventAt = try members.take("last_event_at")
    createdAt = try members.require("created_at")
    updatedAt = try members.require("updated_at")
  }

  func writeMembers(to writer: inout JSONWriter) {
    writer.member("duration_seconds", durationSeconds)
    writer.member("first_response_time_seconds", firstResponseSeconds)
    writer.member("started_at", startedAt)
    writer.member("completed_at", completedAt)
    writer.member("last_event_at", lastEventAt)
    writer.member("created_at", createdAt)
    writer.member("updated_at", updatedAt)
  }
}

extension Dialog.Counters {
  init(takenFrom members: inout MemberReader) throws(JSONMismatch) {
    events = try members.take("total_events") ?? 0
    messages = try members.take("messages_count") ?? 0
    unreadByOperator = try members.take("operator_unread_count") ?? 0
    unreadByLead = try members.take("lead_unread_count") ?? 0
  }

  func writeMembers(to writer: inout JSONWriter) {
    writer.member("total_events", events)
    writer.member("messages_count", messages)
    writer.member("operator_unread_count", unreadByOperator)
    writer.member("lead_unread_count", unreadByLead)
  }
}

extension Dialog.Brief: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    content = try members.require("content")
    role = try members.take("role")
    at = try members.require("timestamp")
    eventType = try members.take("event_type")
    more = members.rest
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: more) {
      $0.member("content", content)
      $0.member("role", role)
      $0.member("timestamp", at)
      $0.member("event_type", eventType)
    }
  }
}
