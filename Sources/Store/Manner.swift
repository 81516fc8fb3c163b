import AdapterKit
import EventModel
import JSON

/// How a message is sent, as far as its row does not show it: needed when it is planned anew
/// because it was edited while it waited.
package struct Manner: Hashable, Sendable {
  package var quote: DeliveryRef?
  package var copies: [String]
  package var isSilent: Bool
  package var hidesPreview: Bool

  package init(_ message: OutgoingMessage) {
    quote = message.quote
    copies = message.copies
    isSilent = message.isSilent
    hidesPreview = message.hidesPreview
  }

  /// Nil when there is nothing to remember.
  package var bytes: [UInt8]? {
    guard quote != nil || !copies.isEmpty || isSilent || hidesPreview else { return nil }
    return JSONFragment.object {
      $0.member("quote", quote)
      $0.member("copies", copies)
      $0.member("is_silent", isSilent)
      $0.member("hides_preview", hidesPreview)
    }.bytes
  }

  /// Reads what was written by `bytes`.
  package init(reading bytes: [UInt8]) throws(StoreError) {
    do {
      let root = try JSONDocument(parsing: bytes).root
      quote = root["quote"].kind == .object ? try DeliveryRef(from: root["quote"]) : nil
      copies = root["copies"].elements.compactMap(\.string)
      isSilent = root["is_silent"].bool ?? false
      hidesPreview = root["hides_preview"].bool ?? false
    } catch {
      throw .unavailable("the manner of a message cannot be read: \(error)")
    }
  }
}
