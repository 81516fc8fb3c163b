import EventModel
import JSON

/// Attached things that the model has no type for: each is a document with a title and a page on
/// VK.
enum VKLinkedThing {
  static func read(_ thing: JSONView, _ type: String) -> Attachment {
    var it = Attachment(.document, vk: isResendable(type) ? VKAttachments.name(type, thing) : nil)
    it.fileName = title(thing, type)
    it.externalURL = address(of: thing, type)
    let picture = thing["photo"].exists ? thing["photo"] : thing["thumb_photo"]
    let preview =
      VKAttachments.largest(picture["sizes"])["url"].nonEmpty
      ?? thing["thumb_photo"].nonEmpty ?? thing["thumb_256"].nonEmpty
    it.add("thumbnail_url", preview)
    return it
  }

  /// `https://vk.com/wall-1_2`.
  static func page(_ type: String, _ thing: JSONView) -> String? {
    guard let owner = (thing["owner_id"].exists ? thing["owner_id"] : thing["to_id"]).int,
      let id = thing["id"].int
    else { return nil }
    return "https://vk.com/\(type)\(owner)_\(id)"
  }

  private static func isResendable(_ type: String) -> Bool {
    type == "wall" || type == "market" || type == "story"
  }

  /// The thing's own title, or the name of its kind.
  private static func title(_ thing: JSONView, _ type: String) -> String {
    thing["title"].nonEmpty ?? type
  }

  private static func address(of thing: JSONView, _ type: String) -> String? {
    switch type {
    case "wall": page("wall", thing)
    case "wall_reply": reply(thing)
    case "market": page("product", thing)
    case "story": page("story", thing)
    case "podcast": page("podcast", thing)
    default: thing["url"].nonEmpty ?? thing["thumb_256"].nonEmpty
    }
  }

  private static func reply(_ thing: JSONView) -> String? {
    guard let owner = thing["owner_id"].int, let post = thing["post_id"].int,
      let id = thing["id"].int
    else { return nil }
    return "https://vk.com/wall\(owner)_\(post)?reply=\(id)"
  }
}
