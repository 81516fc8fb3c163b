import AdapterKit
import EventModel
import FoundationEssentials

/// What every adapter promises, whatever its platform; each function throws at the first breach.
public struct AdapterContract<Adapter: ChannelAdapter>: Sendable {
  let adapter: Adapter
  /// The texts that must never be seen.
  private let secrets: [String]

  public init(_ adapter: Adapter, secrets: [String]) {
    self.adapter = adapter
    self.secrets = secrets
  }

  /// Bodies that no platform means.
  public static var garbage: [[UInt8]] {
    let texts = [
      "", " ", "{", "}", "null", "true", "0", "1e400", "\"text\"", "[]", "[[]]", "{\"a\":",
      "{\"a\":1}}", "<html></html>", "\u{FEFF}", "\u{0}", String(repeating: "[", count: 10_000),
      String(repeating: "{\"a\":", count: 10_000),
    ]
    return texts.map { Array($0.utf8) } + [
      [0xFF, 0xFE, 0x00], Array(repeating: 0x80, count: 4096),
    ]
  }

  /// What is no update at all goes to quarantine with a word for the cause, and nothing crashes.
  public func garbageIsUnreadable(_ garbage: [[UInt8]] = Self.garbage) throws {
    for body in garbage {
      do {
        _ = try adapter.drafts(from: payload(body), as: adapter.identity)
      } catch {
        guard !error.code.isEmpty, !error.reason.isEmpty else {
          throw breach("a PayloadError says nothing")
        }
        continue
      }
      throw breach("read as an update: \(String(decoding: body.prefix(40), as: UTF8.self))")
    }
  }

  /// An empty object is an error or a known silence, and never a draft.
  public func anEmptyObjectSaysNothing() throws {
    guard let reading = try? adapter.drafts(from: payload(Array("{}".utf8)), as: adapter.identity)
    else { return }
    guard reading.drafts.isEmpty, reading.silence != nil else {
      throw breach("`{}` was read as \(reading.drafts)")
    }
  }

  /// Whatever a platform sends, reading it ends with drafts or an error.
  public func nothingTraps(_ bodies: some Sequence<[UInt8]>) {
    for body in bodies { _ = try? drafts(body) }
  }

  /// The same payload gives the same drafts.
  public func readsTheSameTwice(_ body: [UInt8]) throws {
    let first = Result { () throws(PayloadError) in try drafts(body) }
    let second = Result { () throws(PayloadError) in try drafts(body) }
    guard first == second else { throw breach("one payload, two readings") }
  }

  /// Every bound that sending relies on is above nothing.
  public func limitsArePositive() throws {
    let abilities = adapter.abilities
    let rates =
      [abilities.pace.channel, abilities.pace.chat, abilities.pace.group].compactMap(\.self)
      + abilities.pace.methods.values
    guard !abilities.places.isEmpty, abilities.places.allSatisfy({ $0.limits.longestText > 0 }),
      rates.allSatisfy({ $0.calls > 0 && $0.window > .zero })
    else { throw breach("a limit of nothing: \(abilities)") }
  }

  /// No way of printing the adapter shows a secret.
  public func secretsAreNotPrinted() throws {
    var dumped = ""
    dump(adapter, to: &dumped)
    for text in ["\(adapter)", String(reflecting: adapter), dumped] { try look(for: text) }
  }

  /// However a platform answers, the failure does not tell a secret, not even one that it was told.
  public func failuresTellNoSecret(of part: Part) async throws {
    let echo = secrets.joined(separator: " ")
    for status in [200, 301, 400, 401, 403, 404, 409, 429, 500, 502] {
      for body in ["", echo, "{\"ok\":false,\"error_code\":\(status),\"description\":\"\(echo)\"}"]
      {
        do {
          _ = try await adapter.send(
            part, with: [], over: ScriptedTransport(.json(body, status: status)))
        } catch {
          try look(for: "\(error)")
        }
      }
    }
  }

  private func look(for text: String) throws {
    for secret in secrets where text.contains(secret) { throw breach("a secret is told") }
  }

  private func drafts(_ body: [UInt8]) throws(PayloadError) -> [Draft] {
    try adapter.drafts(from: payload(body), as: adapter.identity).drafts
  }

  func payload(_ body: [UInt8]) -> Payload {
    Payload(
      channel: "0b9b7c1e-6f3a-4d57-9a51-1f6f2f0c1a02", transport: "webhook",
      receivedAt: Timestamp(milliseconds: 1_800_000_000_000), body: body)
  }

  func breach(_ reason: String) -> Mismatch { Mismatch(in: Adapter.platform, reason) }
}

extension AdapterContract where Adapter: WebhookReceiving {
  /// Of a request that is taken, every variant without its proof is refused.
  public func refusesWithoutProof(_ good: WebhookRequest, _ bad: [WebhookRequest]) throws {
    do {
      _ = try adapter.receive(good, as: adapter.identity)
    } catch {
      throw breach("an authentic request is refused: \(error)")
    }
    for request in bad {
      guard (try? adapter.receive(request, as: adapter.identity)) == nil else {
        throw breach("a request without proof is taken")
      }
    }
  }
}
