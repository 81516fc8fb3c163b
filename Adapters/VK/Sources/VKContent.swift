import AdapterKit
import EventModel
import JSON

/// What one message or comment at VK holds.
struct VKBody {
  var text = RichText("")
  /// VK's names of things, `{0}` for the first of `files`.
  var attachments: [String] = []
  var files: [FileUse] = []
  var point: VKPoint?
  var sticker: String?
  /// A keyboard as VK reads it.
  var keyboard: String?

  mutating func add(_ item: VKItem) {
    switch item {
    case .name(let name): attachments.append(name)
    case .file(let file):
      attachments.append("{\(files.count)}")
      files.append(file)
    case .location(let point): self.point = point
    case .sticker(let sticker): self.sticker = sticker
    }
  }
}

/// A message of ours cut into as many of VK's as it takes, and what it lost.
struct VKContent {
  private(set) var bodies: [VKBody] = []
  private(set) var degradations: [Degradation] = []

  /// - Parameter opening: VK's markup that stands before the text.
  init(_ message: OutgoingMessage, in place: VKPlace, opening: String = "") throws(Refusal) {
    let shown = try VKKeyboard.fit(message.buttons ?? [], intoKeyboard: place.isPeer)
    var items: [VKItem] = []
    for attachment in message.attachments {
      let (item, loss) = try VKItem.made(of: attachment, in: place)
      items.append(item)
      if let loss { note(loss) }
    }
    var whole = message.text
    for case .location(let point) in items {
      if let words = point.words { whole = whole.followed(by: RichText(words)) }
    }
    whole = whole.followed(by: shown.lines)
    let text = VKText(whole, formats: place.isPeer)
    let opened = text.text.isEmpty ? text.text : RichText(opening) + text.text
    let pieces = TextSplitting.pieces(of: opened, atMost: place.longestText)
    bodies = pieces.map { VKBody(text: $0) }
    lay(items)
    guard !bodies.isEmpty else { throw Refusal(.invalid, "there is nothing to send") }
    if pieces.count > 1 { note(.textSplit) }
    if text.isLossy { note(.formattingPlain) }
    for loss in shown.losses { note(loss) }
    if let keyboard = shown.keyboard { put(keyboard) }
    if message.isSilent { note(.silenceDropped) }
    if message.hidesPreview, !place.isPeer { note(.previewKept) }
  }

  /// The last text bears the first ten files and the first map; stickers stand alone.
  private mutating func lay(_ items: [VKItem]) {
    var stickers: [VKBody] = []
    for item in items {
      if case .sticker = item {
        var body = VKBody()
        body.add(item)
        stickers.append(body)
        continue
      }
      if bodies.isEmpty || !bodies[bodies.count - 1].takes(item) {
        if !bodies.isEmpty { note(.albumSplit) }
        bodies.append(VKBody())
      }
      bodies[bodies.count - 1].add(item)
    }
    bodies += stickers
  }

  /// Stickers bear no keys.
  private mutating func put(_ keyboard: String) {
    guard let last = bodies.lastIndex(where: { $0.sticker == nil }) else {
      return note(.buttonsDropped)
    }
    bodies[last].keyboard = keyboard
  }

  /// Keeps a keyboard that stands there already.
  mutating func keep(keyboard: String?) {
    if let keyboard { put(keyboard) }
  }

  mutating func dropBodies(where isDropped: (VKBody) -> Bool) { bodies.removeAll(where: isDropped) }

  mutating func note(_ degradation: Degradation) {
    if !degradations.contains(degradation) { degradations.append(degradation) }
  }
}

extension VKBody {
  fileprivate func takes(_ item: VKItem) -> Bool {
    switch item {
    case .name, .file: attachments.count < VKLimits.attachments
    case .location: point == nil
    case .sticker: false
    }
  }
}
