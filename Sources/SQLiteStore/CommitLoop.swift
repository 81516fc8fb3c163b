import GRDB
import GRDBSQLite
import Store
import Synchronization

/// The only writer: all who wait share one transaction, and hear of it when it is on disk.
///
/// It enters GRDB's writer when there is work and leaves it when there is none, so that no thread of ours
/// waits. What has to be durable before a platform is answered goes first, in a transaction of its own;
/// a transaction that fails is rolled back and its jobs are applied again one by one, so that one bad job
/// costs the others nothing but time.
final class CommitLoop: Sendable {
  /// What is called once a job's transaction is on disk.
  typealias Completion = @Sendable () -> Void

  struct Job: Sendable {
    /// Whether a platform waits for it.
    let isIntake: Bool
    let apply: @Sendable (Writer) throws(StoreError) -> Completion
    let fail: @Sendable (StoreError) -> Void
  }

  private struct Queue {
    var jobs: [Job] = []
    var isRunning = false
  }

  /// More waiting jobs are refused as busy.
  static let mostWaiting = 20_000
  /// How many jobs share a transaction at most.
  static let mostTogether = 1024

  private let pool: DatabasePool
  private let writer: WriterBox
  private let room: FreeSpace
  private let queue = Mutex(Queue())

  /// The writer, which only the loop touches and only inside GRDB's writer queue: never two at a time.
  private final class WriterBox: @unchecked Sendable {
    var writer: Writer?
  }

  init(_ pool: DatabasePool, room: FreeSpace) {
    self.pool = pool
    self.room = room
    writer = WriterBox()
  }

  func submit(_ job: Job) {
    enum Verdict { case refused, queued, first }
    let verdict: Verdict = queue.withLock { queue in
      guard queue.jobs.count < Self.mostWaiting else { return .refused }
      queue.jobs.append(job)
      defer { queue.isRunning = true }
      return queue.isRunning ? .queued : .first
    }
    switch verdict {
    case .refused: job.fail(.busy)
    case .queued: break
    case .first: pool.asyncWriteWithoutTransaction { [self] db in drain(db) }
    }
  }

  /// Applies `body` in a shared transaction and returns its result once that is on disk.
  func perform<Value: Sendable>(
    _ body: @escaping @Sendable (Writer) throws(StoreError) -> Value
  ) async throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      submit(
        Job(isIntake: false) { (writer) throws(StoreError) in
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
      let intake = jobs.filter(\.isIntake)
      if !intake.isEmpty { commit(intake, by: writer) }
      let rest = jobs.filter { !$0.isIntake }
      if !rest.isEmpty { commit(rest, by: writer) }
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
      guard !queue.jobs.isEmpty else {
        queue.isRunning = false
        return nil
      }
      let jobs = Array(queue.jobs.prefix(Self.mostTogether))
      queue.jobs.removeFirst(jobs.count)
      return jobs
    }
  }

  private func commit(_ jobs: [Job], by writer: Writer?) {
    guard let writer else { return refuse(jobs, .unavailable("the store is closed")) }
    guard room.isEnough else { return refuse(jobs, .full) }
    do throws(StoreError) {
      let completions = try transaction(writer, jobs)
      for complete in completions { complete() }
    } catch {
      guard jobs.count > 1 else { return refuse(jobs, error) }
      for job in jobs { commit([job], by: writer) }
    }
  }

  private func refuse(_ jobs: [Job], _ error: StoreError) {
    for job in jobs { job.fail(error) }
  }

  private func transaction(_ writer: Writer, _ jobs: [Job]) throws(StoreError) -> [Completion] {
    try writer.run("BEGIN IMMEDIATE")
    do throws(StoreError) {
      var completions: [Completion] = []
      completions.reserveCapacity(jobs.count)
      for job in jobs { completions.append(try job.apply(writer)) }
      try writer.run("COMMIT")
      return completions
    } catch {
      if sqlite3_get_autocommit(writer.connection) == 0 { try writer.run("ROLLBACK") }
      throw error
    }
  }
}
