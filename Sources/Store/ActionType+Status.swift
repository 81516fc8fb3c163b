import EventModel

extension ActionType {
  /// A step of sending: shown on the stream, and no action of anybody.
  package static let statusChanged: Self = "status_changed"
}
