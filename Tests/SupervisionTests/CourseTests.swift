import Testing
import UnixSignals

@testable import Supervision

struct CourseTests {
  @Test func theFirstSignalDrainsAndLaterOnesChangeNothing() {
    var course = Course()

    #expect(course.take(.signal(.sigterm)) == [.drain])
    #expect(course.take(.signal(.sigterm)) == [])
    #expect(course.take(.ended(failed: false)) == [.end(.drained)])
  }

  @Test func aSecondInterruptEndsAtOnce() {
    var course = Course()

    #expect(course.take(.signal(.sigint)) == [.drain])
    #expect(course.take(.signal(.sigterm)) == [])
    #expect(course.take(.signal(.sigint)) == [.leave(.interrupted)])
  }

  @Test func oneInterruptAfterATermIsNotTheSecond() {
    var course = Course()

    #expect(course.take(.signal(.sigterm)) == [.drain])
    #expect(course.take(.signal(.sigint)) == [])
    #expect(course.take(.signal(.sigint)) == [.leave(.interrupted)])
  }

  @Test func whatIsLeftAtTheLimitIsCancelledAndThenLeftBehind() {
    var course = Course()
    #expect(course.take(.signal(.sigterm)) == [.drain])

    #expect(course.take(.overdue) == [.cancel])
    #expect(course.take(.overdue) == [.leave(.drained)])
  }

  @Test func oneThatIsCancelledAtTheLimitHasNotFailed() {
    var course = Course()
    #expect(course.take(.signal(.sigterm)) == [.drain])
    #expect(course.take(.overdue) == [.cancel])

    #expect(course.take(.ended(failed: true)) == [.end(.drained)])
  }

  @Test(arguments: [(true, ServiceStatus.drained), (false, .failed)])
  func aTreeThatLeavesTasksBehindIsNotWaitedFor(draining: Bool, status: ServiceStatus) {
    var course = Course()
    if draining { _ = course.take(.signal(.sigterm)) }

    #expect(course.take(.leftBehind(failed: true)) == [.leave(status)])
  }

  @Test func aTreeThatFallsEndsInFailure() {
    var course = Course()

    #expect(course.take(.ended(failed: true)) == [.end(.failed)])
  }

  @Test func reloadsOneByOneAndKeepsARequestThatCameMeanwhile() {
    var course = Course()
    #expect(course.take(.ready) == [.tellReady])

    #expect(course.take(.signal(.sighup)) == [.reload])
    #expect(course.take(.signal(.sighup)) == [])
    #expect(course.take(.signal(.sighup)) == [])
    #expect(course.take(.reloaded) == [.tellReady, .reload])
    #expect(course.take(.reloaded) == [.tellReady])
  }

  @Test func noReloadCallsTheServiceReadyBeforeItIs() {
    var course = Course()

    #expect(course.take(.signal(.sighup)) == [])
    #expect(course.take(.ready) == [.tellReady, .reload])
  }

  @Test func nothingIsReadyOrReloadedDuringADrain() {
    var course = Course()
    #expect(course.take(.signal(.sigterm)) == [.drain])

    #expect(course.take(.ready) == [])
    #expect(course.take(.signal(.sighup)) == [])
  }
}
