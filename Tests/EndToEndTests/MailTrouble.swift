import Foundation
import JSON

/// What the SMTP server does wrong; see `script/lib/mailroom.py`.
struct MailTrouble: Sendable {
  /// Where in the handing over of a letter.
  enum Step: String { case mail, rcpt, data, letter, dot }

  let step: Step
  /// An answer of SMTP, `drop` or `hold`.
  let act: String
  var times = 1
  /// Whether the letter is taken all the same.
  var isFiled = false

  fileprivate func rule(_ id: String, to address: String) -> JSONValue {
    [
      "id": .string(id), "at": .string(step.rawValue), "do": .string(act),
      "to": .string(address), "times": .number("\(times)"), "filed": .bool(isFiled),
    ]
  }
}

extension Mailroom {
  /// Lets the next letters to that address go wrong; the order for one address replaces none for
  /// another.
  func plays(_ trouble: MailTrouble, to address: String) throws {
    rules.append(trouble.rule("\(rules.count)", to: address))
    try Data(JSONWriter.bytes(of: JSONValue.array(rules)))
      .write(to: folder.appending(path: "trouble.json"), options: .atomic)
  }

  /// Lets everything go on that is held.
  func release() throws {
    for number in rules.indices {
      try Data().write(to: folder.appending(path: "release-\(number)"))
    }
  }

  /// The steps of SMTP for that address, in their order: `rcpt`, `data`, `letter`, `dot`, `filed`.
  func steps(to address: String) throws -> [String] {
    let log = try Data(contentsOf: folder.appending(path: "smtp.jsonl"))
    let lines = String(decoding: log, as: UTF8.self).split(separator: "\n")
    return try lines.compactMap { line in
      let said = try JSONValue(parsing: Array(line.utf8))
      guard said["to"]?.elements.contains(where: { $0.string == address }) == true else {
        return nil
      }
      return said["step"]?.string
    }
  }
}
