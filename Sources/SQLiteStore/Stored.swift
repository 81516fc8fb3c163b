import EventModel
import JSON
import Store

extension Identifier {
  /// Twelve bytes where it is one of ours, else its text.
  var blob: [UInt8] {
    guard rawValue.utf8.count == 24, let bytes = Hexadecimal.bytes(of: rawValue) else {
      return Array(rawValue.utf8)
    }
    return bytes
  }

  init(blob: [UInt8]) {
    self.init(
      blob.count == 12 ? Hexadecimal.text(of: blob) : String(decoding: blob, as: UTF8.self))
  }
}

extension Event {
  /// Reads bytes that this store wrote.
  init(stored bytes: [UInt8]) throws(StoreError) {
    do { self = try Event(from: JSONDocument(parsing: bytes).root) } catch {
      throw .unavailable("a stored event cannot be read: \(error)")
    }
  }
}

extension Dialog {
  /// Reads bytes that this store wrote.
  init(stored bytes: [UInt8]) throws(StoreError) {
    do { self = try Dialog(from: JSONDocument(parsing: bytes).root) } catch {
      throw .unavailable("a stored dialog cannot be read: \(error)")
    }
  }
}
