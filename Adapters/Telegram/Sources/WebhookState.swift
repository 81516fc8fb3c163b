import AdapterKit
import EventModel
import JSON
import Settings

/// How the platform is wanted to call us, beside the address that it is told.
struct WebhookWishes: Hashable, Sendable {
  /// How many updates it may deliver at once; its own default is 40.
  var connections: Int64?
  /// The address to call instead of the one that the name resolves to.
  var address: String?
  /// Where the certificate lies that it is to trust; nil when ours is signed by a public authority.
  var certificate: String?

  static let none = WebhookWishes()
}

extension WebhookWishes {
  init(reading settings: inout SettingsReader) {
    connections = settings.optionalInt("max_connections", in: 1...100).map(Int64.init)
    address = settings.optionalString("ip_address")
    certificate = settings.optionalString("webhook_certificate")
    if let certificate, !certificate.hasPrefix("/") {
      settings.problem(
        "must be an absolute path", at: "webhook_certificate",
        help: "the file with our certificate in PEM, without its key")
    }
  }
}

/// A webhook as getWebhookInfo shows it.
struct WebhookState {
  private let json: JSONView

  init(_ json: JSONView) { self.json = json }

  /// What is not as it was asked for; no words of others but addresses, and none of secrets.
  func difference(from url: String, _ wishes: WebhookWishes) -> String? {
    let current = json["url"].string ?? ""
    guard current == url else {
      return current.isEmpty ? "there is none" : "it leads elsewhere"
    }
    let asked = Set(UpdateKind.allCases.map(\.rawValue))
    let allowed = Set(json["allowed_updates"].elements.prefix(200).compactMap(\.string))
    let missing = asked.subtracting(allowed).sorted()
    if !missing.isEmpty { return "not asked for: \(missing.joined(separator: ", "))" }
    if let wanted = wishes.connections, json["max_connections"].int != wanted {
      return "max_connections is not \(wanted)"
    }
    if let wanted = wishes.address, json["ip_address"].string != wanted {
      return "ip_address is not \(wanted)"
    }
    let isOwn = json["has_custom_certificate"].bool ?? false
    guard isOwn == (wishes.certificate != nil) else {
      return isOwn ? "another certificate is trusted" : "our certificate is not trusted"
    }
    return nil
  }

  /// More is waiting than a healthy webhook lets gather.
  private static let manyPending: Int64 = 1000
  private static let longestComplaint = 200

  /// What Telegram says of its last calls; its last error stays told when all is well again, so
  /// that alone, with nothing waiting, is no trouble.
  var complaint: String? {
    let pending = json["pending_update_count"].int ?? 0
    let last = json["last_error_message"].nonEmpty.map {
      String($0.prefix(Self.longestComplaint))
    }
    if let last, pending > 0 { return "\(pending) updates wait; the last error: \(last)" }
    if json["last_synchronization_error_date"].exists, pending > 0 {
      return "\(pending) updates wait; Telegram has trouble of its own"
    }
    return pending >= Self.manyPending ? "\(pending) updates wait" : nil
  }
}
