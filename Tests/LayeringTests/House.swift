/// The rooms of the house and who may enter which: the table of the architecture.
///
/// A room sees what its row names and nothing else; every arrow goes down, so that there is no way
/// around.
enum House {
  struct Room: Sendable {
    let name: String
    let level: Int
    /// Our own targets that it may depend on.
    let rooms: Set<String>
    /// Products of other packages that it may depend on.
    let products: Set<String>

    init(_ level: Int, _ name: String, _ rooms: Set<String> = [], from products: Set<String> = []) {
      self.name = name
      self.level = level
      self.rooms = rooms
      self.products = products
    }
  }

  static let nio: Set<String> = ["NIOCore", "NIOPosix", "NIOHTTP1"]
  static let adapters: Set<String> = ["VKAdapter", "TelegramAdapter", "EmailAdapter"]
  static let kit: Set<String> = ["AdapterKit", "EventModel", "JSON"]

  static let rooms: [Room] = [
    // Below the ground: C and C++ that is not ours.
    Room(-1, "CSimdjson"),
    Room(-1, "CCurlLibrary"),
    Room(-1, "CCmark"),
    Room(-1, "CGumboLibrary"),

    Room(0, "CCurl", ["CCurlLibrary"]),
    Room(0, "CGumbo", ["CGumboLibrary"]),
    Room(0, "JSON", ["CSimdjson"]),
    Room(0, "MIME"),
    Room(0, "ProgramTesting"),

    Room(1, "EventModel", ["JSON"]),
    Room(1, "Settings", from: ["Yams", "Logging"]),
    Room(1, "Supervision", from: ["UnixSignals", "Logging"]),
    Room(
      1, "PlatformSimulator", ["JSON"],
      from: nio.union(["Hummingbird", "HTTPTypes", "Logging", "Crypto"])),

    Room(2, "AdapterKit", ["EventModel", "JSON", "Settings"], from: ["Crypto"]),

    Room(3, "AdapterTesting", kit.union(["Settings"])),
    Room(3, "Markup", ["AdapterKit", "CCmark", "CGumbo"]),
    Room(3, "VKAdapter", kit.union(["Settings"])),
    Room(3, "TelegramAdapter", kit.union(["Settings"])),
    Room(3, "EmailAdapter", kit.union(["Settings", "MIME"])),

    Room(4, "Store", kit),
    Room(4, "Curl", ["AdapterKit", "EventModel", "Settings", "CCurl"], from: ["Crypto"]),

    Room(5, "StoreTesting", kit.union(["Store"])),
    Room(5, "SQLiteStore", kit.union(["Store"]), from: ["GRDB", "GRDBSQLite"]),
    Room(5, "Media", kit.union(["Store"]), from: ["Crypto"]),
    Room(5, "Relay", kit.union(["Store", "Supervision"]), from: ["Metrics", "Logging"]),

    Room(
      6, "Ingress", ["Store", "AdapterKit", "EventModel"], from: nio.union(["Metrics", "Logging"])),
    Room(
      6, "Gateway", kit.union(["Relay", "Media", "Store", "Settings", "Markup"]),
      from: nio.union([
        "Hummingbird", "HummingbirdCore", "HTTPTypes", "Crypto", "Metrics", "Logging",
      ])),

    Room(
      7, "channeld",
      kit.union(adapters).union([
        "Settings", "Supervision", "PlatformSimulator", "Store", "Curl", "Media", "SQLiteStore",
        "Relay", "Ingress", "Gateway",
      ]),
      from: nio.union(["ArgumentParser", "Logging", "Metrics", "UnixSignals"])),
  ]

  /// What tests alone may enter.
  static let forTests: Set<String> = ["AdapterTesting", "StoreTesting", "ProgramTesting"]
}
