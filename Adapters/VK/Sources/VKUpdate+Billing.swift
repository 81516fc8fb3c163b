import AdapterKit
import EventModel
import JSON

extension VKUpdate {
  /// `donut_*`, `market_order_*` and `vkpay_transaction`.
  func billing() -> [Draft] {
    let payment = payment
    let person = object["user_id"].exists ? object["user_id"] : object["from_id"]
    let id = object["id"].text ?? person.text ?? String(group)
    var draft = communityEvent(
      .billingChanged(payment), target: Event.Target(.billing, id: id), by: self.person(person),
      claims: claims(id))
    draft.tags = ["vk:\(type)"]
    return [.event(draft)]
  }

  private var payment: Payment {
    let kind: Payment.Kind =
      type.hasPrefix("donut_")
      ? "donut" : type.hasPrefix("market_") ? "market_order" : "vkpay"
    return Payment {
      $0.kind = kind
      $0.totalAmount = kopecks(kind)
      $0.currency =
        kind == "market_order"
        ? object["total_price"]["currency"]["name"].nonEmpty : $0.totalAmount.map { _ in "RUB" }
    }
  }

  /// Donuts are paid in roubles, orders priced in kopecks, VK Pay counts thousandths of a rouble.
  private func kopecks(_ kind: Payment.Kind) -> Int64? {
    switch kind {
    case "donut":
      guard let roubles = (object["amount"].exists ? object["amount"] : object["amount_new"]).int
      else { return nil }
      let (kopecks, overflows) = roubles.multipliedReportingOverflow(by: 100)
      return overflows ? nil : kopecks
    case "market_order": return object["total_price"]["amount"].int
    default: return object["amount"].int.map { $0 / 10 }
    }
  }
}
