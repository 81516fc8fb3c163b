import Settings
import Testing

/// Whatever a file holds, it is read or refused: nothing traps, and every problem can be shown.
@Suite struct DamagedTextTests {
  @Test(arguments: 0..<8)
  func whateverIsDamagedIsReadOrRefused(_ seed: UInt64) {
    var random = Sequencer(state: seed &* 7919 &+ 1)
    let pieces = Array("\n\t \"'#&*!|>[]{},:-?%@`<~\\\r\u{85}\u{FEFF}й🎈a0${}=.".unicodeScalars)
    for _ in 0..<150 {
      var scalars = Array(sound.unicodeScalars)
      for _ in 0...Int(random.next() % 6) {
        let index = Int(random.next() % UInt64(scalars.count))
        switch random.next() % 3 {
        case 0: scalars.remove(at: index)
        case 1: scalars.insert(pieces[Int(random.next() % UInt64(pieces.count))], at: index)
        default: scalars.swapAt(index, Int(random.next() % UInt64(scalars.count)))
        }
      }
      let text = String(String.UnicodeScalarView(scalars))
      let problems = Sketch(text).problems(readAll)
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count

      for problem in problems {
        #expect((problem.line ?? 1) <= lines + 1)
        #expect(problem.rendered().split(separator: "\n").count <= 6)
      }
    }
  }

  private func readAll(_ settings: inout SettingsReader) {
    _ = settings.int("version", default: 1)
    _ = settings.section("api") { api in
      _ = api.string("listen", default: "")
      _ = api.duration("timeout", default: .zero)
      return api.list("keys") { key in
        _ = key.strings("scopes")
        return key.secret("secret")
      }
    }
    for var channel in settings.list("channels", ChannelSection.init(reading:)) {
      _ = channel.settings.secret("token")
      _ = channel.settings.optionalString("text")
      _ = channel.settings.url("base", default: "")
      _ = channel.settings.bytes("limit", default: 0)
    }
  }

  private let sound = """
    version: 1
    api:
      listen: 127.0.0.1:8470   # here
      timeout: 15s
      keys: [{scopes: [read, "send"], secret: '${env:A}'}]
    channels:
      - name: shop
        type: vk
        token: "hunter \\" 2"
        base: https://api.vk.ru
      - {name: 'бот', type: tg, token: plain, limit: 5MiB}
      - name: block
        type: x
        text: |
          lines *of* text
           - and more

        token: >-
          folded
    """
}

/// Chance that is the same in every run (SplitMix64).
private struct Sequencer: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
