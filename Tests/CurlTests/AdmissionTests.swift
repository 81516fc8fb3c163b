import Testing

@testable import Curl

/// Who may go next.
struct AdmissionTests {
  @Test func letsThroughInOrderAsFarAsThereIsRoom() {
    var admission = Admission<Int>(total: 2, perHost: 2)
    for item in 1...3 { admission.add(item, for: "a") }

    #expect([admission.next(), admission.next(), admission.next()] == [1, 2, nil])
    admission.leave("a")
    #expect([admission.next(), admission.next()] == [3, nil])
  }

  @Test func passesThoseWhoseHostIsBusy() {
    var admission = Admission<Int>(total: 9, perHost: 1)
    for item in 1...2 { admission.add(item, for: "a") }
    admission.add(3, for: "b")

    #expect([admission.next(), admission.next(), admission.next()] == [1, 3, nil])
    admission.leave("a")
    #expect(admission.next() == 2)
  }

  @Test func letsGoWhoWaitsNoLonger() {
    var admission = Admission<Int>(total: 1, perHost: 1)
    for item in 1...4 { admission.add(item, for: "a") }

    #expect(admission.remove { $0 % 2 == 0 } == [2, 4])
    #expect(admission.waitingCount == 2)
    #expect(admission.next() == 1)
  }
}
