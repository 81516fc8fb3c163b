import JSON

/// Ours: money that was asked for, received or given back (FIELDS §12).
public struct Payment: SparseFacet {
  /// What happened to the money.
  public var kind: Kind?
  /// ISO 4217, or `XTR` for stars.
  public var currency: String?
  /// In the smallest units of the currency.
  public var totalAmount: Int64?
  /// Our order.
  public var invoicePayload: String?
  /// What a refund needs.
  public var chargeID: String?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case kind, currency
    case totalAmount = "total_amount"
    case invoicePayload = "invoice_payload"
    case chargeID = "charge_id"
  }

  /// What happened to the money; each platform has words of its own.
  public struct Kind: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
  }
}

extension FacetKey<Payment> {
  public static var payment: Self { Self("payment") }
}
