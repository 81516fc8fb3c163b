import Store

/// Which other work reading has made: most payloads make none, and nobody is woken for them.
final class ReadingNews {
  struct Work: OptionSet, Sendable {
    let rawValue: Int
    static let files = Work(rawValue: 1)
    static let expectations = Work(rawValue: 2)
    static let sending = Work(rawValue: 4)
  }

  var found: Work = []
}

/// The queues of a channel that have work when something was read.
struct Followers: Sendable {
  let files: Bell
  let expectations: Bell
  let sending: Bell

  func tell(_ work: ReadingNews.Work) {
    if work.contains(.files) { files.ring() }
    if work.contains(.expectations) { expectations.ring() }
    if work.contains(.sending) { sending.ring() }
  }
}
