/// `&amp;`, `&#1071;` and the other characters that HTML spells out.
enum HTMLEntity {
  private static let longest = 32

  /// Takes an entity off the front, which is `&`; nil when it is only a character.
  static func take(_ rest: inout ArraySlice<UInt8>) -> String? {
    let inside = rest.dropFirst()
    let word = inside.prefix(longest).prefix { $0.isLetter || $0.isDigit || $0 == 0x23 }
    guard let text = character(word) else { return nil }
    let behind = inside.dropFirst(word.count)
    rest = behind.first == UInt8(ascii: ";") ? behind.dropFirst() : behind
    return text
  }

  /// A text with its entities decoded and control characters dropped.
  static func decoded(_ text: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.first {
      if byte == UInt8(ascii: "&"), let text = take(&rest) {
        bytes += Array(text.utf8)
      } else {
        bytes.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: bytes.filter { $0 > 0x20 && $0 != 0x7F }, as: UTF8.self)
  }

  private static func character(_ word: ArraySlice<UInt8>) -> String? {
    guard word.first == UInt8(ascii: "#") else { return names[word.utf8Text] }
    let digits = word.dropFirst()
    let isHex = digits.first?.lowercased == UInt8(ascii: "x")
    let number = UInt32((isHex ? digits.dropFirst() : digits).utf8Text, radix: isHex ? 16 : 10)
    guard let number else { return nil }
    return String(Character(Unicode.Scalar(number).flatMap { $0 == "\0" ? nil : $0 } ?? "\u{FFFD}"))
  }

  private static let names: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "copy": "©",
    "reg": "®", "trade": "™", "laquo": "«", "raquo": "»", "ldquo": "“", "rdquo": "”",
    "bdquo": "„", "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ndash": "–", "mdash": "—",
    "hellip": "…", "bull": "•", "middot": "·", "para": "¶", "sect": "§", "deg": "°", "plusmn": "±",
    "times": "×", "divide": "÷", "frac12": "½", "frac14": "¼", "euro": "€", "pound": "£",
    "yen": "¥", "cent": "¢", "larr": "←", "rarr": "→", "uarr": "↑", "darr": "↓", "shy": "",
    "zwnj": "", "zwj": "", "ensp": " ", "emsp": " ", "thinsp": " ", "iexcl": "¡", "iquest": "¿",
    "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß",
    "agrave": "à", "aacute": "á", "acirc": "â", "atilde": "ã", "aring": "å", "aelig": "æ",
    "ccedil": "ç", "egrave": "è", "eacute": "é", "ecirc": "ê", "euml": "ë", "igrave": "ì",
    "iacute": "í", "icirc": "î", "iuml": "ï", "ntilde": "ñ", "ograve": "ò", "oacute": "ó",
    "ocirc": "ô", "otilde": "õ", "oslash": "ø", "ugrave": "ù", "uacute": "ú", "ucirc": "û",
    "yacute": "ý", "numero": "№", "minus": "−", "infin": "∞", "ne": "≠", "le": "≤", "ge": "≥",
  ]
}
