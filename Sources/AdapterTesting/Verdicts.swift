import AdapterKit
import EventModel

/// What became of payloads: each was read, says by name why it means nothing, or waits in
/// quarantine.
public struct Verdicts: Hashable, Sendable, CustomStringConvertible {
  /// How many gave drafts.
  public private(set) var read = 0
  /// How many gave none, by the word for it up to its colon: `unknown_type`.
  public private(set) var silent: [String: Int] = [:]
  /// How many could not be read, by the word for the cause.
  public private(set) var quarantined: [String: Int] = [:]

  public init() {}

  public var count: Int {
    read + silent.values.reduce(0, +) + quarantined.values.reduce(0, +)
  }

  public var description: String {
    func list(_ counts: [String: Int]) -> String {
      counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
    return "\(count): read \(read); silent: \(list(silent)); quarantined: \(list(quarantined))"
  }

  mutating func add(silence: String) {
    silent[String(silence.prefix { $0 != ":" }), default: 0] += 1
  }

  mutating func add(_ error: PayloadError) { quarantined[error.code, default: 0] += 1 }

  mutating func addRead() { read += 1 }
}

extension AdapterContract where Adapter: WebhookReceiving {
  /// Whatever comes with its proof is taken as it is and answered, and then it is read, says why it
  /// means nothing, or is refused with a reason; nothing else.
  public func verdicts(
    on bodies: some Sequence<[UInt8]>, provedBy headers: [WireHeader]
  ) throws -> Verdicts {
    var verdicts = Verdicts()
    for body in bodies {
      let request = WebhookRequest(headers: headers, body: body)
      let reception: WebhookReception
      do {
        reception = try adapter.receive(request, as: adapter.identity)
      } catch {
        throw breach("not acknowledged, \(error): \(String(decoding: body, as: UTF8.self))")
      }
      guard reception.kept?.body == body else { throw breach("what was kept is another payload") }
      try judge(body, into: &verdicts)
    }
    return verdicts
  }

  private func judge(_ body: [UInt8], into verdicts: inout Verdicts) throws {
    do {
      let reading = try adapter.drafts(from: payload(body), as: adapter.identity)
      switch (reading.drafts.isEmpty, reading.silence) {
      case (false, nil): verdicts.addRead()
      case (true, let silence?) where !silence.isEmpty: verdicts.add(silence: silence)
      default:
        throw breach(
          "\(reading.drafts.count) drafts, \(reading.silence ?? "no reason"): "
            + String(decoding: body, as: UTF8.self))
      }
    } catch let error as PayloadError {
      guard !error.code.isEmpty, !error.reason.isEmpty else {
        throw breach("a PayloadError says nothing")
      }
      verdicts.add(error)
    }
  }
}
