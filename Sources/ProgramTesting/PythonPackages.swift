import Foundation

/// An interpreter of Python that sees the packages of a `requirements.txt`.
///
/// Its virtual environment is kept outside the source tree (`CHANNELD_TEST_CACHE`, else the
/// temporary folder) under a name made of the requirements, so that only the first run installs.
public struct PythonPackages: Sendable {
  private let requirements: URL

  public init(requirements: URL) { self.requirements = requirements }

  /// The path of the interpreter; the first call installs, and others wait for it meanwhile.
  public func interpreter() async throws -> String {
    let folder = try environment()
    try await Command(
      "bash", ["-c", Self.install, "install", folder, requirements.path]
    ).succeed(within: 300)
    return "\(folder)/bin/python"
  }

  private static let install = """
    set -euo pipefail
    test -e "$1/ready" && exit
    mkdir -p "$(dirname "$1")"
    exec 9>"$1.lock"
    flock 9
    test -e "$1/ready" && exit
    python3 -m venv --clear "$1"
    "$1/bin/python" -m pip install --quiet --requirement "$2"
    touch "$1/ready"
    """

  private func environment() throws -> String {
    let cache =
      ProcessInfo.processInfo.environment["CHANNELD_TEST_CACHE"]
      ?? FileManager.default.temporaryDirectory.path
    let hash = try Data(contentsOf: requirements).reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return "\(cache)/channeld-python-\(String(hash, radix: 16))"
  }
}
