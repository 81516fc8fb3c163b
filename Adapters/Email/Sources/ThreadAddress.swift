import AdapterKit
import EventModel

/// The dialog that a thread of letters is.
enum ThreadAddress {
  /// A thread named by its root: the first letter's Message-ID, or a person we write to first.
  static func make(root: String, user: String, members: [Dialog.Address.Member]) -> Dialog.Address {
    var address = Dialog.Address(
      kind: "thread", ids: [name(of: root)], dialogType: .privateChat, chatID: root,
      userID: EmailAddress.key(user))
    address.members = members
    return address
  }

  /// 80 bits of the digest in 16 letters and digits, as Crockford spells base 32.
  private static func name(of root: String) -> String {
    let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    var name: [UInt8] = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for byte in Digest.sha256(root.utf8).prefix(10) {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 5 {
        count -= 5
        name.append(alphabet[Int(bits >> count & 31)])
      }
    }
    return String(decoding: name, as: UTF8.self)
  }

  /// Every identifier of a letter is unique within its channel, whatever mailbox it lies in.
  static func message(_ id: String) -> MessageKey { MessageKey(space: "letters", id: id) }
}
