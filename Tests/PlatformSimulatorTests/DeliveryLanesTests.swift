import Testing

@testable import PlatformSimulator

struct DeliveryLanesTests {
  private let start = ContinuousClock.now

  @Test func keepsTheOrderOfALaneAndSendsOneAtATime() {
    var lanes = DeliveryLanes<Int>()
    for number in 1...3 { lanes.append(number, lane: "a") }

    var order: [Int] = []
    while let next = lanes.depart(limit: 10, at: start).first {
      #expect(lanes.depart(limit: 10, at: start).isEmpty)
      order.append(next.item)
      lanes.settle(next.lane, .done, at: start)
    }

    #expect(order == [1, 2, 3])
    #expect(lanes.count == 0 && lanes.underway == 0)
  }

  @Test func aRefusedItemHoldsBackItsLaneAndNoOther() {
    var lanes = DeliveryLanes<Int>()
    lanes.append(1, lane: "a")
    lanes.append(2, lane: "a")
    lanes.append(3, lane: "b")

    for departure in lanes.depart(limit: 10, at: start) {
      let settlement: DeliveryLanes<Int>.Settlement =
        departure.item == 1 ? .again(after: .seconds(5)) : .done
      lanes.settle(departure.lane, settlement, at: start)
    }

    #expect(lanes.depart(limit: 10, at: start + .seconds(4)).isEmpty)
    #expect(lanes.nextDueAt == start + .seconds(5))
    let again = lanes.depart(limit: 10, at: start + .seconds(5))
    #expect(again.map(\.item) == [1])
    #expect(again.map(\.failures) == [1])
  }

  @Test func neverHasMoreUnderWayThanAllowed() {
    var lanes = DeliveryLanes<Int>()
    for number in 1...10 { lanes.append(number, lane: "\(number)") }

    #expect(lanes.depart(limit: 3, at: start).map(\.item) == [1, 2, 3])
    #expect(lanes.depart(limit: 3, at: start).isEmpty)
    lanes.settle("2", .done, at: start)
    #expect(lanes.depart(limit: 3, at: start).map(\.item) == [4])
  }

  @Test func manyRefusedLanesStopEverything() {
    var lanes = DeliveryLanes<Int>()
    for number in 1...5 { lanes.append(number, lane: "\(number)") }

    for departure in lanes.depart(limit: 2, loaded: 4, at: start) {
      lanes.settle(departure.lane, .again(after: .seconds(9)), at: start)
    }
    for departure in lanes.depart(limit: 2, loaded: 4, at: start) {
      lanes.settle(departure.lane, .again(after: .seconds(9)), at: start)
    }

    #expect(lanes.depart(limit: 2, loaded: 4, at: start).isEmpty)
    #expect(lanes.count == 5)
  }

  @Test func settlingWhatIsNotUnderWayChangesNothing() {
    var lanes = DeliveryLanes<Int>()
    lanes.append(1, lane: "a")

    lanes.settle("a", .done, at: start)
    lanes.settle("b", .again(after: .zero), at: start)

    #expect(lanes.count == 1 && lanes.underway == 0)
    #expect(lanes.depart(limit: 1, at: start).map(\.item) == [1])
  }
}
