import AdapterKit
import EventModel
import JSON
import Store

/// Where a part stands; the numbers are stored.
enum PartState: Int64 {
  /// It waits for its turn.
  case waiting = 0
  /// It bears the mark: after a crash nobody knows whether it went out.
  case marked = 1
  case sent = 2
  case failed = 3
  case uncertain = 4
  /// It is not sent because another part of its message did not arrive.
  case dropped = 5
}

/// Where an operation stands; the numbers are stored.
enum OperationState: Int64 {
  case open = 0
  case sent = 1
  case failed = 2
  case uncertain = 3
  case cancelled = 4
}

/// Lists in one column, as JSON.
enum Column {
  static func bytes(_ keys: [MessageKey]) -> [UInt8]? {
    guard !keys.isEmpty else { return nil }
    return JSONFragment {
      $0.array { for key in keys { $0.value([key.space, key.id]) } }
    }.bytes
  }

  static func bytes(_ files: [FileUse]) -> [UInt8]? {
    guard !files.isEmpty else { return nil }
    return JSONFragment {
      $0.array { for file in files { $0.value([file.attachment, file.purpose]) } }
    }.bytes
  }

  /// The bounds, and how many messages count in them when that is not one.
  static func bounds(of part: Part) -> [UInt8] {
    let count = part.messages == 1 ? [] : ["messages:\(part.messages)"]
    return JSONFragment { $0.value(part.bounds.map(\.word) + count) }.bytes
  }

  static func bytes(_ degradations: [Degradation]) -> [UInt8]? {
    degradations.isEmpty ? nil : JSONFragment { $0.value(degradations.map(\.rawValue)) }.bytes
  }

  static func keys(_ bytes: [UInt8]?) -> [MessageKey] {
    pairs(bytes).map { MessageKey(space: $0, id: $1) }
  }

  static func files(_ bytes: [UInt8]?) -> [FileUse] {
    pairs(bytes).map { FileUse($0, as: $1) }
  }

  static func bounds(_ bytes: [UInt8]?) -> (bounds: [Part.Bound], messages: Int) {
    var (bounds, messages) = ([Part.Bound](), 1)
    for word in words(bytes) {
      let pair = word.split(separator: ":", maxSplits: 1)
      if pair.count == 2, pair[0] == "messages" {
        messages = Int(pair[1]) ?? 1
      } else {
        bounds.append(Part.Bound(word: word))
      }
    }
    return (bounds, messages)
  }

  static func degradations(_ bytes: [UInt8]?) -> [Degradation] {
    words(bytes).map { Degradation(rawValue: $0) }
  }

  /// What this store wrote can be read; anything else is nothing.
  private static func elements(_ bytes: [UInt8]?) -> [JSONView] {
    guard let bytes, let list = try? JSONDocument(parsing: bytes).root else { return [] }
    return Array(list.elements)
  }

  static func words(_ bytes: [UInt8]?) -> [String] { elements(bytes).compactMap(\.string) }

  private static func pairs(_ bytes: [UInt8]?) -> [(String, String)] {
    elements(bytes).compactMap { pair in
      let texts = pair.elements.compactMap(\.string)
      return texts.count == 2 ? (texts[0], texts[1]) : nil
    }
  }
}

extension Part.Bound {
  fileprivate var word: String {
    switch self {
    case .channel: "channel"
    case .chat: "chat"
    case .group: "group"
    case .method(let name): "method:\(name)"
    }
  }

  fileprivate init(word: String) {
    switch word {
    case "channel": self = .channel
    case "chat": self = .chat
    case "group": self = .group
    default: self = .method(String(word.drop { $0 != ":" }.dropFirst()))
    }
  }
}

extension Part.Repeats {
  /// Milliseconds: how long a repeat is dropped, and nil where it is seen.
  var stored: Int64? {
    switch self {
    case .areSeen: nil
    case .areDropped(let window): window.wholeMilliseconds
    case .areHarmless: .max
    }
  }

  init(stored milliseconds: Int64?) {
    switch milliseconds {
    case nil: self = .areSeen
    case Int64.max: self = .areHarmless
    case let window?: self = .areDropped(for: .milliseconds(window))
    }
  }
}

extension Duration {
  var wholeMilliseconds: Int64 {
    let (whole, overflows) = components.seconds.multipliedReportingOverflow(by: 1000)
    return overflows ? .max - 1 : whole &+ components.attoseconds / 1_000_000_000_000_000
  }
}

extension EchoMark {
  /// The mark that we chose ourselves.
  var mark: String? { if case .mark(let mark) = self { mark } else { nil } }
}

extension Row {
  /// An error in three columns.
  func error(_ column: Int32) -> DeliveryError? {
    optionalText(column).map {
      DeliveryError(
        .init(rawValue: $0), code: optionalText(column + 1), optionalText(column + 2) ?? "")
    }
  }

  func time(_ column: Int32) -> Timestamp { Timestamp(milliseconds: int(column)) }
  func optionalTime(_ column: Int32) -> Timestamp? {
    optionalInt(column).map { Timestamp(milliseconds: $0) }
  }
}
