import AdapterKit
import EventModel
import JSON

/// A plan as golden files show it; what is as it usually is does not stand there.
extension JSONWriter {
  mutating func golden(_ plan: Plan) {
    object {
      $0.name("parts")
      $0.array { for part in plan.parts { $0.golden(part) } }
      if !plan.degradations.isEmpty { $0.member("degradations", plan.degradations) }
      $0.member("source_context", plan.place.sourceContext)
      $0.member("delivery_ref", plan.place.deliveryRef)
    }
  }

  mutating func golden(_ part: Part) {
    object {
      $0.member("request", part.request)
      if !part.files.isEmpty {
        $0.member("files", part.files.map { "\($0.attachment) as \($0.purpose)" })
      }
      switch part.echo {
      case .mark(let mark): $0.member("echo_mark", mark)
      case .message(let key), .own(let key):
        $0.member("echo_of", "\(key.space) / \(key.id)")
      case nil: break
      }
      switch part.repeats {
      case .areSeen: break
      case .areDropped(let window): $0.member("repeats_are_dropped_for", "\(window)")
      case .areHarmless: $0.member("repeats_are_harmless", true)
      }
      guard part.bounds != [.channel, .chat] else { return }
      $0.member("bounds", part.bounds.map { "\($0)" })
    }
  }

  mutating func golden(_ refusal: Refusal) {
    object {
      $0.member("refused", "\(refusal.cause)")
      $0.member("reason", refusal.reason)
    }
  }
}
