import JSON

/// How to answer one event (FIELDS §5); the address of the conversation itself stands on the
/// dialog.
public struct DeliveryRef: Hashable, Sendable {
  /// What the adapter needs to answer.
  public var data: PlatformData
  /// What no member above describes.
  public var more: [JSONMember] = []

  public init(_ data: PlatformData) { self.data = data }

  /// The discriminator.
  public var channelType: Platform { data.platform }
}

extension DeliveryRef: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    let channelType: Platform = try members.require("channel_type")
    data = PlatformData(takenFrom: &members)
    guard data.platform == channelType else {
      throw JSONMismatch("is missing").inside("data_\(channelType)")
    }
    more = members.rest
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: more) {
      $0.member("channel_type", channelType)
      data.writeMember(to: &$0)
    }
  }
}
