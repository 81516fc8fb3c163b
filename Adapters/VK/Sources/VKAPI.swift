import AdapterKit
import EventModel
import JSON
import Settings

/// VK's method calls: a form goes out, `response` or `error` comes back, both with status 200.
struct VKAPI: Sendable {
  private let methods: WireText
  private let version: String
  private let token: Secret
  private let userToken: Secret?

  private static let largestAnswer = 4 << 20
  private static let timeout: Duration = .seconds(30)

  init?(_ settings: VKSettings) {
    guard let methods = WireText(settings.apiBase + "/method/") else { return nil }
    self.methods = methods
    version = settings.apiVersion
    token = settings.token
    userToken = settings.userToken
  }

  /// Calls a method once and gives its `response`.
  func make(
    _ call: VKCall, over transport: some Transport
  ) async throws(SendFailure) -> JSONView {
    let token = token(for: call.right)
    guard let url = WireText(methods.text + call.method) else {
      throw .rejected(DeliveryError(.unknown, "no name of a method"))
    }
    var request = TransferRequest(
      .post, url, body: .bytes(form(of: call, token), contentType: VKForm.contentType),
      secrets: [token])
    request.timeout = Self.timeout
    request.isCounted = true
    request.largestAnswer = Self.largestAnswer
    return try read(try await transport.perform(request), to: call)
  }

  /// The failure that an error object means for a call.
  func failure(_ error: JSONView, of call: VKCall) -> SendFailure {
    VKError(error, of: call, hiding: token(for: call.right)).failure
  }

  private func token(for right: VKCall.Right) -> Secret {
    right == .administrator ? userToken ?? token : token
  }

  private func form(of call: VKCall, _ token: Secret) -> [UInt8] {
    var form = VKForm()
    for parameter in call.parameters { form.add(parameter.name, parameter.value) }
    form.add("v", version)
    form.add("access_token", token.reveal())
    return form.bytes
  }

  private func read(
    _ answer: TransferResponse, to call: VKCall
  ) throws(SendFailure) -> JSONView {
    let status = String(answer.status)
    guard answer.status < 500 else {
      throw .uncertain(DeliveryError(.platformError, code: status, "VK's server failed"))
    }
    guard let root = try? JSONDocument(parsing: answer.body).root else {
      throw .uncertain(DeliveryError(.platformError, code: status, "the answer is no JSON"))
    }
    if root["error"].kind == .object { throw failure(root["error"], of: call) }
    guard root["response"].exists else {
      throw .uncertain(DeliveryError(.platformError, code: status, "the answer has no response"))
    }
    return root["response"]
  }
}

/// A body of `application/x-www-form-urlencoded`, the only kind that VK's methods take for plain
/// calls.
struct VKForm {
  static let contentType: WireText = "application/x-www-form-urlencoded"

  private(set) var bytes: [UInt8] = []

  mutating func add(_ name: String, _ value: String) {
    if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
    append(name)
    bytes.append(UInt8(ascii: "="))
    append(value)
  }

  private mutating func append(_ text: String) {
    let digits: StaticString = "0123456789ABCDEF"
    for byte in text.utf8 {
      guard !Self.isPlain(byte) else {
        bytes.append(byte)
        continue
      }
      bytes.append(UInt8(ascii: "%"))
      bytes.append(digits.utf8Start[Int(byte >> 4)])
      bytes.append(digits.utf8Start[Int(byte & 15)])
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
