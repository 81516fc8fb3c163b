/// Finds the workers that have neither moved nor rested within their bound.
struct StallDetector: Sendable {
  private struct Sight {
    let reading: Pulse.Reading
    let since: Duration
  }

  private var sights: [Int: Sight] = [:]

  /// The names of the stalled, after a look at all pulses at this moment.
  mutating func stalled(_ pulses: [Int: Pulse], at now: Duration) -> [String] {
    var stalled: [String] = []
    var seen: [Int: Sight] = [:]
    for (key, pulse) in pulses {
      let reading = pulse.reading
      let before = sights[key].flatMap { $0.reading == reading ? $0 : nil }
      let sight = before ?? Sight(reading: reading, since: now)
      seen[key] = sight
      if !reading.isResting, now - sight.since > pulse.bound { stalled.append(pulse.name) }
    }
    sights = seen
    return stalled.sorted()
  }
}
