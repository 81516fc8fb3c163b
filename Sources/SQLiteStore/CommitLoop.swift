import GRDB
import GRDBSQLite
import Store
import Synchronization

/// The only writer: all who wait share one transaction, and hear of it when it is on disk.
///
/// It enters GRDB's writer when there is work and leaves it when there is none, so that no thread
/// of ours waits. What has to be durable before a platform is answered goes first, in a transaction
/// of its own; what keeps pace with a platform waits for no long transaction of others. One that
/// fails is rolled back and its jobs are applied again one by one, so that one bad job costs the
/// others nothing but time.
final class CommitLoop: Sendable {
  /// What is called once a job's transaction is on disk.
  typealias Completion = @Sendable () -> Void

  /// What a job is for, most urgent first.
  enum Purpose {
    /// Somebody outside waits for it to be durable.
    case intake
    /// A mark that has to outlive the process, but not the power: the disk is not waited for.
    case mark
    /// The next calls to a platform, at their pace.
    case departure
    case work
    /// It writes down what was done already, and may use the last space for it.
    case completion
  }

  struct Job: Sendable {
    let purpose: Purpose
    let apply: @Sendable (Writer) throws(StoreError) -> Completion
    let fail: @Sendable (StoreError) -> Void

    /// Whether it waits for nobody's long transaction.
    fileprivate var isUrgent: Bool { purpose == .mark || purpose == .departure }
  }

  private struct Queue {
    var jobs: [Job] = []
    var urgent: [Job] = []
    var isRunning = false
    var isClosed = false
  }

  /// More waiting jobs are refused as busy.
  static let mostWaiting = 20_000
  /// How many jobs share a transaction at most.
  static let mostTogether = 1024
  /// How many do at least, when what is urgent waits for them.
  private static let fewestTogether = 16

  private let pool: DatabasePool
  private let writer: WriterBox
  private let room: FreeSpace
  private let queue = Mutex(Queue())

  /// The writer, which only the loop touches and only inside GRDB's writer queue: never two at a
  /// time.
  private final class WriterBox: @unchecked Sendable {
    var writer: Writer?
  }

  init(_ pool: DatabasePool, room: FreeSpace) {
    self.pool = pool
    self.room = room
    writer = WriterBox()
  }

  func submit(_ job: Job) {
    enum Verdict {
      case refused(StoreError)
      case queued, first
    }
    let verdict: Verdict = queue.withLock { queue in
      guard !queue.isClosed else { return .refused(Self.closed) }
      guard
        queue.jobs.count + queue.urgent.count < Self.mostWaiting || job.purpose == .completion
      else { return .refused(.busy) }
      if job.isUrgent { queue.urgent.append(job) } else { queue.jobs.append(job) }
      defer { queue.isRunning = true }
      return queue.isRunning ? .queued : .first
    }
    switch verdict {
    case .refused(let error): job.fail(error)
    case .queued: break
    case .first: pool.asyncWriteWithoutTransaction { [self] db in drain(db) }
    }
  }

  /// Refuses all jobs from now on, and returns when those before are done and the writer holds
  /// nothing.
  func close() {
    queue.withLock { $0.isClosed = true }
    pool.writeWithoutTransaction { _ in writer.writer = nil }
  }

  private static let closed = StoreError.unavailable("the store is closed")

  /// Applies `body` in a shared transaction and returns its result once that is on disk.
  func perform<Value: Sendable>(
    for purpose: Purpose = .work,
    _ body: @escaping @Sendable (Writer) throws(StoreError) -> Value
  ) async throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      submit(
        Job(purpose: purpose) { (writer) throws(StoreError) in
          let value = try body(writer)
          return { continuation.resume(returning: .success(value)) }
        } fail: {
          continuation.resume(returning: .failure($0))
        })
    }
    return try result.get()
  }

  private func drain(_ db: Database) {
    let writer = writer(on: db)
    while let jobs = taken() {
      for purpose in [Purpose.intake, .mark, .departure, .work, .completion] {
        commitAll(jobs.filter { $0.purpose == purpose }, for: purpose, by: writer)
      }
    }
  }

  /// In as few transactions as what is urgent allows.
  private func commitAll(_ jobs: [Job], for purpose: Purpose, by writer: Writer?) {
    var rest = jobs[...]
    while !rest.isEmpty {
      let count = commit(Array(rest), for: purpose, by: writer)
      rest = rest.dropFirst(count)
      guard purpose == .intake || purpose == .work else { continue }
      let urgent = queue.withLock { queue in
        defer { queue.urgent = [] }
        return queue.urgent
      }
      for purpose in [Purpose.mark, .departure] {
        commitAll(urgent.filter { $0.purpose == purpose }, for: purpose, by: writer)
      }
    }
  }

  private func writer(on db: Database) -> Writer? {
    if writer.writer == nil, let connection = db.sqliteConnection {
      writer.writer = Writer(connection)
    }
    return writer.writer
  }

  private func taken() -> [Job]? {
    queue.withLock { queue in
      guard !queue.jobs.isEmpty || !queue.urgent.isEmpty else {
        queue.isRunning = false
        return nil
      }
      let jobs = queue.jobs.prefix(Self.mostTogether)
      defer {
        queue.jobs.removeFirst(jobs.count)
        queue.urgent = []
      }
      return queue.urgent + jobs
    }
  }

  /// Returns how many of them are done with, from the first.
  private func commit(_ jobs: [Job], for purpose: Purpose, by writer: Writer?) -> Int {
    guard let writer else { return refuse(jobs, Self.closed) }
    guard purpose == .completion || room.isEnough else { return refuse(jobs, .full) }
    do throws(StoreError) {
      try writer.waitForDisk(purpose != .mark)
      let completions = try transaction(writer, jobs, yields: purpose == .work)
      for complete in completions { complete() }
      return completions.count
    } catch {
      guard jobs.count > 1 else { return refuse(jobs, error) }
      return jobs.reduce(0) { $0 + commit([$1], for: purpose, by: writer) }
    }
  }

  private func refuse(_ jobs: [Job], _ error: StoreError) -> Int {
    for job in jobs { job.fail(error) }
    return jobs.count
  }

  /// Ends early, behind the first jobs, when it yields to what is urgent.
  private func transaction(
    _ writer: Writer, _ jobs: [Job], yields: Bool
  ) throws(StoreError) -> [Completion] {
    try writer.run("BEGIN IMMEDIATE")
    do throws(StoreError) {
      var completions: [Completion] = []
      completions.reserveCapacity(jobs.count)
      for job in jobs {
        completions.append(try job.apply(writer))
        guard yields, completions.count >= Self.fewestTogether else { continue }
        if queue.withLock({ !$0.urgent.isEmpty }) { break }
      }
      try writer.run("COMMIT")
      return completions
    } catch {
      if sqlite3_get_autocommit(writer.connection) == 0 { try writer.run("ROLLBACK") }
      throw error
    }
  }
}
