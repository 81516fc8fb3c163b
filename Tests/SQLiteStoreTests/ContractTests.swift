import ProgramTesting
import StoreTesting
import Testing

@testable import SQLiteStore

struct ContractTests {
  @Test(arguments: StoreContract<SQLiteStore>.promises)
  func keeps(_ promise: StoreContract<SQLiteStore>.Promise) async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let contract = StoreContract(
      open: { try SQLiteStore(in: folder, clock: $0) },
      reopen: { store, clock in
        try store.close()
        return try SQLiteStore(in: folder, clock: clock)
      })

    try await promise.check(contract)
  }
}

extension SQLiteStore {
  convenience init(in folder: ScratchFolder, clock: StoppedClock) throws {
    try self.init(
      path: "\(folder.path)/store.sqlite", process: [1, 2, 3, 4, 5], now: { clock.now })
  }
}
