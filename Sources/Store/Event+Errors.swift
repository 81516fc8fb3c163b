import EventModel

extension Event {
  /// Whether something of it went wrong and is not mended: what a dialog's `has_errors` is about
  /// (FIELDS §9). What was deleted or cancelled is nobody's trouble any more.
  var isBroken: Bool {
    let isError = timeline.action == .errorRaised
    let hasNoFile = attachments.contains { $0.more.says("upload_status", "failed") }
    // Most events have no such block; one that cannot be read was posted by a caller.
    let status = facets["status"] == nil ? nil : (try? facets[.status]) ?? nil
    let isUndelivered =
      status?.delivery?.failed == true && !tags.contains(Self.cancelledTag)
    return (isError || hasNoFile || isUndelivered) && status?.deletion?.isDeleted != true
  }
}
