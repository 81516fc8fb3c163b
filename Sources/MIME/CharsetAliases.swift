/// How people spell charsets: small letters and digits only, the rest is dropped before looking up.
enum CharsetAliases {
  /// The charset of our own tables, `utf-8`, or the name iconv knows.
  static func name(for label: String) -> String? {
    let key = label.utf8.prefix(longestLabel).filter { $0.isLetter || $0.isDigit }
    return names[String(decoding: key.map(\.lowercased), as: UTF8.self)]
  }

  private static let longestLabel = 64

  private static let names: [String: String] = {
    var names: [String: String] = [:]
    for (name, spellings) in table {
      for spelling in spellings.split(separator: " ") { names[String(spelling)] = name }
    }
    return names
  }()

  private static let table: [(String, String)] = [
    (
      "windows-1251",
      "windows1251 win1251 cp1251 xcp1251 1251 ansi1251 microsoftcp1251 cp1251i "
        + "windowscyrillic xwindows1251 wincyrillic"
    ),
    ("koi8-r", "koi8r koi8 koi cskoi8r koi8ru xkoi8r koir8r koi8rus"),
    ("koi8-u", "koi8u cskoi8u"),
    ("ibm866", "cp866 866 csibm866 ibm866 dos866 alt"),
    ("iso-8859-5", "iso88595 88595 cyrillic csisolatincyrillic isoir144 iso885951988"),
    ("x-mac-cyrillic", "xmaccyrillic maccyrillic xmacukrainian"),
    ("utf-8", "utf8 utf unicode11utf8 xunicode20utf8 utf8mb4 cp65001 65001 utf8n csutf8"),
    (
      "windows-1252",
      "windows1252 cp1252 iso88591 latin1 l1 usascii ascii ansix341968 ibm819 cp819 "
        + "csisolatin1 xansi windows default iso8859 isolatin1 iso646us us"
    ),
    ("windows-1250", "windows1250 cp1250 win1250 xcp1250"),
    ("windows-1253", "windows1253 cp1253"),
    ("windows-1254", "windows1254 cp1254 iso88599 latin5 csisolatin5"),
    ("CP1255", "windows1255 cp1255 iso88598i"),
    ("CP1256", "windows1256 cp1256"),
    ("windows-1257", "windows1257 cp1257"),
    ("CP1258", "windows1258 cp1258"),
    ("iso-8859-2", "iso88592 latin2 csisolatin2"),
    ("ISO-8859-4", "iso88594 latin4"),
    ("iso-8859-7", "iso88597 greek"),
    ("ISO-8859-8", "iso88598 hebrew"),
    ("ISO-8859-13", "iso885913"),
    ("iso-8859-15", "iso885915 latin9"),
    ("ISO-8859-16", "iso885916"),
    ("MACINTOSH", "macintosh mac xmacroman macroman"),
    ("CP874", "windows874 tis620 iso885911"),
    ("GB18030", "gb18030 gb2312 gb231280 gbk cp936 xgbk euccn csgb2312 chinese isoir58"),
    ("BIG5-HKSCS", "big5 cnbig5 xxbig5 big5hkscs csbig5 cp950"),
    ("CP932", "shiftjis sjis xsjis mskanji windows31j cp932 csshiftjis"),
    ("EUC-JP", "eucjp xeucjp"),
    ("ISO-2022-JP", "iso2022jp csiso2022jp iso2022jpms cp50221 cp50220"),
    ("CP949", "euckr ksc56011987 ksc5601 korean cp949 uhc windows949 kscode isoir149"),
    ("ISO-2022-KR", "iso2022kr"),
    ("UTF-16", "utf16 utf16le utf16be unicode ucs2"),
  ]
}
