import AdapterKit
import EventModel
import JSON

/// A message of ours written anew: the calls that change what it stands in.
///
/// A text stays a text and a caption a caption; an edit that says nothing of the keys takes them
/// away, so they are said again.
struct EditLayout {
  private let place: SendingPlace
  private let known: KnownMessage
  private let slots: [StandingMessage]
  private let largestFile: Int64

  init(
    of known: KnownMessage, in place: SendingPlace, largestFile: Int64
  ) throws(Refusal) {
    self.known = known
    self.place = place
    self.largestFile = largestFile
    slots = try known.standing(in: place)
  }

  func plan(_ message: OutgoingMessage) throws(Refusal) -> Plan {
    let fit = try fit(of: message)
    var edits = slots.map { Edit(of: $0, hasFiles: !known.attachments.isEmpty) }
    var losses = fit.losses
    try replaceFiles(with: message.attachments, in: &edits, &losses)
    let text = message.text.followed(by: fit.lines)
    if isNew(message, with: fit.lines) {
      try write(text, in: &edits, &losses)
    } else if let index = captioned(edits), edits[index].media != nil {
      // A new file comes without the old one's words, unless they are said again.
      edits[index].text = text.isEmpty ? RichText(known.content) : text
    }
    if message.buttons ?? known.buttons != nil {
      place(fit.keyboard, in: &edits, isNew: message.buttons != nil)
    }
    var parts: [Part] = []
    for edit in edits {
      if let part = try edit.part(in: place, hidesPreview: message.hidesPreview) {
        parts.append(part)
      }
    }
    let gone = edits.filter(\.isGone).map(\.slot)
    parts += try place.deletions(of: gone)
    guard !parts.isEmpty else { throw Refusal(.invalid, "nothing of the message is new") }
    return Plan(parts, degradations: losses)
  }

  /// What the message's buttons become: the new ones, else those that stand under it.
  private func fit(of message: OutgoingMessage) throws(Refusal) -> Keyboard.Fit {
    if slots.contains(where: { $0.made?.view("reply_markup")?["keyboard"].exists == true }) {
      throw Refusal(.unsupported, "Telegram edits no message that brought a keyboard")
    }
    guard let buttons = message.buttons else { return standing }
    let fit = try Keyboard.fit(buttons, in: place)
    guard fit.keyboard?.isInline ?? true else {
      throw Refusal(.invalid, "an edited message has keys under it, and no other keyboard")
    }
    return fit
  }

  /// What the buttons are that stand under the message now; whatever Telegram would not take was
  /// not put there by us.
  private var standing: Keyboard.Fit {
    guard let fit = try? Keyboard.fit(known.buttons ?? [], in: place),
      fit.keyboard?.isInline ?? true
    else { return Keyboard.Fit() }
    return fit
  }

  /// An edit of the keys alone leaves the text as it is, with its formatting, unless some of them
  /// stand in the text, or did.
  private func isNew(_ message: OutgoingMessage, with lines: RichText) -> Bool {
    let text = message.text
    if message.buttons != nil, !lines.isEmpty || !standing.lines.isEmpty { return true }
    let saysMore = message.buttons != nil || !message.attachments.isEmpty
    return !saysMore || !(text.isEmpty || text.isPlain && text.plain == known.content)
  }

  // MARK: Text

  private func write(
    _ text: RichText, in edits: inout [Edit], _ losses: inout [Degradation]
  ) throws(Refusal) {
    if text.losesFormatting { losses.append(.formattingPlain) }
    let texts = edits.indices.filter { edits[$0].holds == .text }
    guard texts.isEmpty else { return try write(text, over: texts, in: &edits, &losses) }
    guard let caption = captioned(edits) else {
      throw Refusal(.unsupported, "there is no text in this message to edit")
    }
    let trimmed = text.trimmed
    guard trimmed.length <= TelegramLimits.caption else {
      throw Refusal(
        .invalid, "the text below a file has at most \(TelegramLimits.caption) characters")
    }
    edits[caption].text = trimmed
  }

  /// Where the words below a file stand, or may stand, when no text is by itself.
  private func captioned(_ edits: [Edit]) -> Int? {
    guard !edits.contains(where: { $0.holds == .text }) else { return nil }
    return edits.firstIndex(where: \.hasCaption) ?? edits.firstIndex { $0.holds == .caption }
  }

  /// The pieces of a long text go where the old ones stood; what is left over goes away.
  private func write(
    _ text: RichText, over texts: [Int], in edits: inout [Edit], _ losses: inout [Degradation]
  ) throws(Refusal) {
    let pieces = TextSplitting.pieces(of: text, atMost: TelegramLimits.text)
    guard !pieces.isEmpty else { throw Refusal(.invalid, "a text cannot become empty") }
    guard pieces.count <= texts.count else {
      throw Refusal(.invalid, "the new text does not fit where the old one stands")
    }
    if pieces.count > 1 { losses.append(.textSplit) }
    for (index, piece) in zip(texts, pieces) { edits[index].text = piece }
    let rest = texts.dropFirst(pieces.count)
    guard let end = rest.last, let last = texts.prefix(pieces.count).last else { return }
    // The keys stood under the last piece.
    edits[last].markup = edits[last].markup ?? edits[end].markup
    for index in rest { edits[index].isGone = true }
  }

  // MARK: Keys

  /// Puts the keys under the last message that takes them; those that stood there already are said
  /// again only where something else is new.
  private func place(_ keyboard: Keyboard?, in edits: inout [Edit], isNew: Bool) {
    let markup = keyboard.map { keyboard in JSONFragment { $0.value(keyboard) } }
    let keyed = edits.indices.last { !edits[$0].isGone && edits[$0].takesKeys }
    for index in edits.indices where !edits[index].isGone {
      let old = edits[index].markup
      edits[index].markup = index == keyed ? markup : nil
      if isNew, old != edits[index].markup || index == keyed { edits[index].hasNewMarkup = true }
    }
  }

  // MARK: Files

  /// None leaves the files as they are; else each takes the place of one.
  private func replaceFiles(
    with attachments: [Attachment], in edits: inout [Edit], _ losses: inout [Degradation]
  ) throws(Refusal) {
    let new = attachments.map(Self.name)
    guard !attachments.isEmpty, new != known.attachments.map(Self.name) else { return }
    let files = edits.indices.filter { edits[$0].holds != .text }
    guard files.count == attachments.count else {
      throw Refusal(.unsupported, "Telegram changes files one for one")
    }
    for (number, (index, attachment)) in zip(files, attachments).enumerated() {
      let old = number < known.attachments.count ? Self.name(known.attachments[number]) : nil
      guard old != new[number] else { continue }
      let (item, isOther) = try OutgoingItem.made(of: attachment, in: place, atMost: largestFile)
      guard let media = item.media, media.kind.canReplace else {
        throw Refusal(.unsupported, "a message does not become a \(attachment.kind)")
      }
      if isOther { losses.append(.fileAsDocument) }
      edits[index].media = media
    }
  }

  private static func name(_ attachment: Attachment) -> String? {
    attachment.id ?? attachment.platformFileID ?? attachment.externalURL
  }
}

extension MediaKind {
  fileprivate var canReplace: Bool {
    [.photo, .video, .document, .audio, .animation].contains(self)
  }
}
