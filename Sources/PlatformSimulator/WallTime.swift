#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A point of calendar time, as platforms write it.
package struct WallTime: Hashable, Sendable {
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package var seconds: Int64 { milliseconds / 1000 }

  /// The computer's clock.
  package static func now() -> WallTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return WallTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// A number for the first id of a simulator that starts at this time: ids handed out at less than
  /// sixteen a second do not come again after a restart, and all of them fit Telegram's Int32.
  var firstNumber: Int64 {
    let start2025: Int64 = 1_735_689_600
    return max(1, (seconds &- start2025) &* 16 % 2_000_000_000)
  }
}
