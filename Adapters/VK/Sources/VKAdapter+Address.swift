import AdapterKit
import EventModel
import JSON

extension VKAdapter {
  package func address(of place: RequestedPlace) throws(Refusal) -> Dialog.Address {
    switch place {
    case .person(let text):
      guard let person = Int64(text), person > 0, person < VKPlace.firstChat else {
        throw Refusal(.invalid, "a person on VK has a number")
      }
      return VKPlace.peer(person).address
    case .sourceContext(let context): return try Self.place(context).address
    }
  }

  private static func place(_ context: JSONView) throws(Refusal) -> VKPlace {
    let data = context["data_vk"]
    let kind = SourceContext.Kind(rawValue: context["kind"].string ?? "")
    if kind == .vkPeer, let peer = data["peer_id"].int, peer != 0 { return .peer(peer) }
    if let family = VKThread.Family.allCases.first(where: { $0.sourceKind == kind }),
      let owner = data["owner_id"].int, let thing = data[member: family.thingName].int
    {
      return .comments(VKThread(family, owner: owner, thing: thing))
    }
    throw Refusal(.invalid, "the source context names no place on VK")
  }
}
