import ProgramTesting
import Testing

/// The manifest and the sources keep to the house's plan.
@Suite struct LayeringTests {
  @Test func everyArrowGoesDown() {
    let levels = Dictionary(uniqueKeysWithValues: House.rooms.map { ($0.name, $0.level) })
    for room in House.rooms {
      for other in room.rooms {
        #expect(levels[other] ?? .max < room.level, "\(room.name) → \(other)")
      }
    }
  }

  @Test func theManifestHasTheArrowsOfThePlan() async throws {
    let targets = try await Manifest.read().targets.filter { !$0.isTest }
    let plan = Dictionary(uniqueKeysWithValues: House.rooms.map { ($0.name, $0) })

    #expect(Set(targets.map(\.name)) == Set(plan.keys))
    for target in targets {
      #expect(target.rooms == plan[target.name]?.rooms, "\(target.name)")
      #expect(target.products == plan[target.name]?.products, "\(target.name)")
    }
  }

  @Test func whatIsForTestsIsUsedByTestsOnly() {
    for room in House.rooms where !House.forTests.contains(room.name) {
      #expect(room.rooms.isDisjoint(with: House.forTests), "\(room.name)")
    }
  }

  @Test func onlyTheExecutableImportsAdaptersStoresAndCurl() {
    let chosen = House.adapters.union(["SQLiteStore", "Curl"])
    for source in SwiftSource.ours where source.target != "channeld" {
      #expect(source.imports.isDisjoint(with: chosen), "\(source.path)")
    }
  }

  @Test func onlyTheStoreImportsGRDB() {
    for source in SwiftSource.ours where source.target != "SQLiteStore" {
      #expect(!source.imports.contains("GRDB"), "\(source.path)")
    }
  }
}
