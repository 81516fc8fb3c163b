import JSON

/// Things without a file: a location, a contact, a poll … with their own data (FIELDS §7).
extension BodyReader {
  /// The data of things that an item holds, checked and as they were sent.
  mutating func things() -> [JSONMember] {
    let location = thing("location") { $0.checkLocation() }
    let contact = thing("contact") { $0.checkContact() }
    let poll = thing("poll") { $0.checkPoll() }
    let sticker = thing("sticker") { _ = $0.required("id", atMost: 1_000) }
    let dice = thing("dice") { _ = $0.name("emoji", atMost: 20) }
    let checklist = thing("checklist") { $0.checkChecklist() }
    return [location, contact, poll, sticker, dice, checklist].compactMap(\.self)
  }

  private mutating func thing(
    _ name: String, _ check: (inout BodyReader) -> Void
  ) -> JSONMember? {
    object(name) { thing -> JSONFragment? in
      check(&thing)
      return thing.whole
    }.map { JSONMember(name, $0) }
  }

  private mutating func checkLocation() {
    coordinate("latitude", upTo: 90)
    coordinate("longitude", upTo: 180)
    _ = name("title", atMost: 200)
    _ = name("address", atMost: 500)
    _ = number("live_period", in: 60...0x7FFF_FFFF)
  }

  private mutating func coordinate(_ name: String, upTo limit: Double) {
    guard let degrees = take(name, as: Double.self) else { return require(name) }
    if !(-limit...limit).contains(degrees) { note("is not from -\(limit) to \(limit)", in: name) }
  }

  private mutating func checkContact() {
    _ = required("phone_number", atMost: 50)
    _ = required("first_name", atMost: 100)
    _ = name("last_name", atMost: 100)
    _ = name("vcard", atMost: 2_048)
    _ = name("user_id", atMost: 100)
  }

  private mutating func checkPoll() {
    _ = required("question", atMost: 300)
    checkLines("options", in: 1...12, atMost: 100)
    _ = name("description", atMost: 1_024)
    _ = choice("type", of: ["regular", "quiz"])
    _ = flag("is_anonymous")
    _ = flag("allows_multiple_answers")
    _ = take("correct_option_ids", as: [Int64].self)
    _ = name("explanation", atMost: 200)
    _ = number("open_period", in: 5...2_628_000)
    _ = number("close_date", in: 0...Int64(UInt32.max))
  }

  private mutating func checkChecklist() {
    _ = required("title", atMost: 255)
    checkLines("tasks", in: 1...30, atMost: 100)
    _ = flag("others_can_add_tasks")
    _ = flag("others_can_mark_tasks_as_done")
  }

  private mutating func checkLines(_ name: String, in counts: ClosedRange<Int>, atMost limit: Int) {
    guard let lines = take(name, as: [String].self) else { return require(name) }
    if !counts.contains(lines.count) {
      note("does not hold \(counts.lowerBound) to \(counts.upperBound)", in: name)
    }
    for (index, line) in lines.enumerated()
    where line.isEmpty || line.unicodeScalars.count > limit {
      note("is empty or longer than \(limit) characters", in: "\(name)/\(index)")
    }
  }
}
