// swift-tools-version: 6.3
import PackageDescription

/// Every platform this build knows: a folder below `Adapters/`, its target and its test target.
let platforms = ["VK", "Telegram", "Email"]

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A library target below `Sources/`; `documents` are files that it serves as they are.
func library(
  _ name: String, _ dependencies: [Target.Dependency], documents: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies,
    resources: documents.map { .embedInCode("Documents/\($0)") }, swiftSettings: strict)
}

/// A test target below `Tests/`, named after what it proves; `exclude` names its folders of data.
func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
    swiftSettings: strict)
}

/// An adapter sees the kit, the model and JSON, and nothing else; a mail adapter also reads
/// letters.
func adapter(_ platform: String) -> [Target] {
  let extra: [Target.Dependency] = platform == "Email" ? ["MIME"] : []
  return [
    .target(
      name: "\(platform)Adapter",
      dependencies: ["AdapterKit", "EventModel", "JSON", "Settings"] + extra,
      path: "Adapters/\(platform)/Sources", swiftSettings: strict),
    .testTarget(
      name: "\(platform)AdapterTests",
      dependencies: [
        .byName(name: "\(platform)Adapter"), "AdapterTesting", "AdapterKit", "EventModel", "JSON",
        "Settings",
      ] + extra,
      path: "Adapters/\(platform)/Tests", exclude: ["Cases"], swiftSettings: strict),
  ]
}

let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
]
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency =
  .product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let grdb: [Target.Dependency] = [
  .product(name: "GRDB", package: "GRDB.swift"),
  .product(name: "GRDBSQLite", package: "GRDB.swift"),
]
let signals: Target.Dependency =
  .product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments: Target.Dependency =
  .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "channeld",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "channeld", targets: ["channeld"]),
    .library(name: "PlatformSimulator", targets: ["PlatformSimulator"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Level 0: C and C++ that we do not own, and readers that know nothing of channeld.
    .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
    .systemLibrary(
      name: "CCurlLibrary", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(name: "CCurl", dependencies: ["CCurlLibrary"]),
    .systemLibrary(name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CGumboLibrary", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
    .target(name: "CGumbo", dependencies: ["CGumboLibrary"]),
    library("JSON", ["CSimdjson"]),
    library("MIME", []),
    library("ProgramTesting", []),

    // Level 1: the model, and parts that stand alone.
    library("EventModel", ["JSON"]),
    library("Settings", [yams, logging]),
    library("Supervision", [signals, logging]),
    library("PlatformSimulator", ["JSON", hummingbird, httpTypes, logging, crypto] + nio),

    // Level 2 and 3: what an adapter is, and the adapters.
    library("AdapterKit", ["EventModel", "JSON", "Settings", crypto]),
    library("AdapterTesting", ["AdapterKit", "EventModel", "JSON", "Settings"]),
    library("Markup", ["AdapterKit", "CCmark", "CGumbo"]),

    // Level 4: what is stored, and the way out.
    library("Store", ["AdapterKit", "EventModel", "JSON"]),
    library("Curl", ["AdapterKit", "EventModel", "Settings", "CCurl", crypto]),

    // Level 5: the store we have, and the work between the queues.
    library("StoreTesting", ["Store", "AdapterKit", "EventModel", "JSON"]),
    library("SQLiteStore", ["Store", "AdapterKit", "EventModel", "JSON"] + grdb),
    library("Media", ["Store", "AdapterKit", "EventModel", "JSON", crypto]),
    library(
      "Relay", ["Store", "AdapterKit", "EventModel", "JSON", "Supervision", metrics, logging]),

    // Level 6: the two listeners.
    library("Ingress", ["Store", "AdapterKit", "EventModel", metrics, logging] + nio),
    library(
      "Gateway",
      [
        "Relay", "Media", "Store", "AdapterKit", "EventModel", "JSON", "Settings", "Markup",
        hummingbird, hummingbirdCore, httpTypes, crypto, metrics, logging,
      ] + nio, documents: ["openapi.json", "event.schema.json", "dialog.schema.json"]),

    // Level 7: the daemon.
    .executableTarget(
      name: "channeld",
      dependencies: [
        "JSON", "EventModel", "Settings", "Supervision", "PlatformSimulator", "AdapterKit",
        "Store", "Curl", "Media", "SQLiteStore", "Relay", "Ingress", "Gateway",
        arguments, logging, metrics, signals,
      ] + platforms.map { .byName(name: "\($0)Adapter") } + nio,
      swiftSettings: strict),

    tests(of: "JSON"),
    tests(of: "MIME"),
    tests(of: "EventModel", ["ProgramTesting", "JSON"], exclude: ["Reference"]),
    tests(of: "Settings", [logging]),
    tests(of: "Supervision", [signals, logging]),
    tests(of: "PlatformSimulator", ["ProgramTesting", "JSON"], exclude: ["Clients"]),
    tests(of: "AdapterKit", ["EventModel", "JSON", "Settings"]),
    tests(of: "Markup", ["AdapterKit"]),
    tests(of: "Store", ["StoreTesting", "AdapterKit", "EventModel", "JSON"]),
    tests(
      of: "SQLiteStore",
      ["StoreTesting", "ProgramTesting", "Store", "AdapterKit", "EventModel", "JSON"] + grdb,
      exclude: ["Faults"]),
    tests(
      of: "Curl", ["ProgramTesting", "AdapterKit", "EventModel", "Settings", "CCurl"] + nio,
      exclude: ["ssrf-urls.txt"]),
    tests(of: "Media", ["ProgramTesting", "EventModel", crypto]),
    tests(
      of: "Relay",
      ["Store", "AdapterKit", "EventModel", "JSON", "Settings", "Supervision", logging]),
    tests(
      of: "Ingress", ["Store", "AdapterKit", "EventModel", metrics, logging] + nio,
      exclude: ["framings.tsv"]),
    tests(
      of: "Gateway",
      [
        "SQLiteStore", "Curl", "Media", "Relay", "Store", "AdapterKit", "EventModel", "JSON",
        "Settings", "ProgramTesting", logging, crypto,
      ] + nio),
    tests(
      of: "channeld",
      ["ProgramTesting", "AdapterTesting", "AdapterKit", "Settings", "EventModel", "JSON"]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["PlatformSimulator", "ProgramTesting", "JSON"] + nio, exclude: ["Script"],
      swiftSettings: strict),
    .testTarget(
      name: "LayeringTests", dependencies: ["ProgramTesting", "JSON"], swiftSettings: strict),
  ] + platforms.flatMap(adapter),
  cxxLanguageStandard: .cxx17
)
