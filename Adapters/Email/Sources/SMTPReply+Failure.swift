import AdapterKit
import EventModel

extension SMTPReply {
  /// What becomes of a letter that this answer refuses.
  ///
  /// The first digit says whether the server may be asked again, the enhanced code says why. A full
  /// mailbox may be asked again whatever the digit.
  var failure: SendFailure {
    let error = DeliveryError(kind, code: spelledCode, text)
    switch kind {
    case .invalidToken: return .unauthorized(error)
    case .rateLimit where isTemporary:
      return .throttled(retryAfter: Self.pause, code == 421 ? .channel : .conversation, error)
    default: return isTemporary || isFull ? .unavailable(error) : .rejected(error)
    }
  }

  /// How long a server that says "too fast" is left alone; one that says so of a single letter
  /// (greylisting, say) goes on taking others.
  private static let pause: Duration = .seconds(60)

  private var isTemporary: Bool { (400..<500).contains(code) }

  private var isFull: Bool {
    if reason == Reason(subject: 2, detail: 2) { return true }
    let words = ["quota", "mailbox full", "mailbox is full", "переполнен"]
    return code == 552 && reason == nil && words.contains { text.lowercased().contains($0) }
  }

  private var spelledCode: String {
    guard let reason else { return "\(code)" }
    return "\(code) \(isTemporary ? 4 : 5).\(reason.subject).\(reason.detail)"
  }

  /// The vocabulary of FIELDS §11.
  private var kind: DeliveryError.Kind {
    if [530, 534, 535].contains(code) { return .invalidToken }
    if let reason, let kind = Self.kind(of: reason, isTemporary) { return kind }
    switch code {
    case 421, 452: return .rateLimit
    case 450, 451: return .platformError
    case 550, 551, 553: return Self.namesNobody(text) ? .chatNotFound : .platformError
    case 552: return isFull ? .platformError : .messageTooLong
    case 521, 556: return .chatNotFound
    default: return .platformError
    }
  }

  private static func kind(of reason: Reason, _ isTemporary: Bool) -> DeliveryError.Kind? {
    switch (reason.subject, reason.detail) {
    case (1, 0...6), (1, 10): .chatNotFound
    case (2, 1), (7, 2), (7, 17): .userBlocked
    case (2, 3), (3, 4): .messageTooLong
    case (4, 0...2): .timeout
    case (4, 5), (5, 3), (7, 28): .rateLimit
    case (7, 0), (7, 1): isTemporary ? .rateLimit : reason.detail == 1 ? .userBlocked : nil
    case (7, 3), (7, 8...14), (7, 30), (7, 57), (7, 60): .invalidToken
    case (0, _): nil
    default: .platformError
    }
  }

  /// Words of servers that send no enhanced code.
  private static func namesNobody(_ text: String) -> Bool {
    let text = text.lowercased()
    return [
      "user unknown", "no such user", "unknown recipient", "unknown user", "does not exist",
      "invalid mailbox", "mailbox unavailable", "not found", "no mailbox here",
      "нет такого пользователя", "пользователь не найден", "не существует", "ящик не найден",
    ].contains { text.contains($0) }
  }
}
