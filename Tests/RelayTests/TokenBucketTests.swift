import EventModel
import Testing

@testable import Relay

@Suite struct TokenBucketTests {
  private let start = Timestamp(seconds: 1_800_000_000)

  private func after(_ milliseconds: Int64) -> Timestamp {
    start.advanced(byMilliseconds: milliseconds)
  }

  @Test func aBurstGoesAtOnceAndThenOneByOne() {
    var bucket = TokenBucket(perSecond: 10, burst: 3, at: start)
    for _ in 1...3 {
      #expect(bucket.next(at: start) == start)
      bucket.take(at: start)
    }

    #expect(bucket.next(at: start) == after(100))
    #expect(bucket.next(at: after(40)) == after(100))
    bucket.take(at: after(100))
    #expect(bucket.next(at: after(100)) == after(200))
  }

  @Test func aLongRestSavesNoMoreThanABurst() {
    var bucket = TokenBucket(perSecond: 10, burst: 3, at: start)
    for _ in 1...3 { bucket.take(at: start) }

    #expect(bucket.room(at: start) == 0)
    #expect(bucket.room(at: after(250)) == 2)
    #expect(bucket.room(at: after(3_600_000)) == 3)
  }

  @Test func aClosedBucketOpensWithOneCall() {
    var bucket = TokenBucket(perSecond: 10, burst: 3, at: start)
    bucket.close(until: after(5000))

    #expect(bucket.room(at: after(4999)) == 0)
    #expect(bucket.next(at: start) == after(5000))
    #expect(bucket.room(at: after(5000)) == 1)
    bucket.take(at: after(5000))
    #expect(bucket.next(at: after(5000)) == after(5100))
  }

  @Test func theLongerOfTwoClosingsCounts() {
    var bucket = TokenBucket(perSecond: 10, burst: 3, at: start)
    bucket.close(until: after(5000))
    bucket.close(until: after(1000))

    #expect(bucket.next(at: start) == after(5000))
  }

  @Test func aClockThatWasSetBackStopsNothing() {
    var bucket = TokenBucket(perSecond: 1, burst: 2, at: after(3_600_000))
    bucket.take(at: start)
    bucket.take(at: start)

    #expect(bucket.next(at: start) == after(1000))
  }

  @Test(arguments: [0, -1, .nan, .infinity, 1e-300, 1e300])
  func noPaceTraps(_ pace: Double) {
    var bucket = TokenBucket(perSecond: pace, burst: pace, at: start)
    bucket.take(at: start)

    #expect(bucket.next(at: start) >= start)
    #expect(bucket.room(at: after(.max)) >= 0)
  }
}
