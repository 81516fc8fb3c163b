import AdapterKit
import MIME

/// Spells a mailbox name for a command: modified UTF-7 (RFC 3501 §5.1.3), quoted.
enum IMAPName {
  static func quoted(_ mailbox: WireText) -> String {
    quoted(modifiedUTF7(mailbox.text))
  }

  /// Any text as a quoted string.
  static func quotedText(_ text: WireText) -> String { quoted(text.text) }

  private static func quoted(_ text: String) -> String {
    let spelled = text.map { character in
      character == "\"" || character == "\\" ? "\\\(character)" : String(character)
    }
    return "\"\(spelled.joined())\""
  }

  static func modifiedUTF7(_ name: String) -> String {
    var output = ""
    var foreign: [UInt8] = []
    func flush() {
      guard !foreign.isEmpty else { return }
      let base64 = Base64.encode(foreign).filter { $0 != UInt8(ascii: "=") }
      let spelled = base64.map { $0 == UInt8(ascii: "/") ? UInt8(ascii: ",") : $0 }
      output += "&\(String(decoding: spelled, as: UTF8.self))-"
      foreign.removeAll()
    }
    for scalar in name.unicodeScalars {
      if scalar.isASCII {
        flush()
        output += scalar == "&" ? "&-" : String(scalar)
      } else {
        for unit in String(scalar).utf16 {
          foreign += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        }
      }
    }
    flush()
    return output
  }
}
