import JSON

extension TelegramBot {
  /// Kinds that go together in an album: files and music only among themselves.
  private static let companies: [Set<String>] = [
    ["photo", "video", "live_photo"], ["document"], ["audio"],
  ]

  /// Sends the items of an album one by one under one `media_group_id`.
  mutating func sendAlbum(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    let chat = try place(of: call)
    let items = call.json("media")?.elements ?? []
    guard TelegramLimits.album.contains(items.count) else {
      throw .badRequest("group send failed: an album has from 2 to 10 items")
    }
    let kinds = Set(items.map { $0["type"]?.string ?? "" })
    guard Self.companies.contains(where: kinds.isSubset) else {
      throw .badRequest("Can't use the media of the specified type in the album")
    }
    let template = try draft(of: call, in: chat)
    let group = JSONValue.string(String(13_500_000_000_000_000 &+ lastMessage))
    var drafts: [TelegramMessage] = []
    for item in items {
      let kind = item["type"]?.string ?? ""
      let file = try stored(
        TelegramFileReference(
          kind: kind, text: item["media"]?.string, parameters: call.parameters))
      var message = template
      let caption = try TelegramText.caption(ofItem: item).captionMembers
      message.content = JSONValue.members([
        "media_group_id": group, kind: object(of: file, kind),
      ]).merging(caption)
      message.files = [file.sent]
      drafts.append(message)
    }
    let sent = drafts.map { json(of: publish($0)) }
    return TelegramResult(.array(sent))
  }
}
