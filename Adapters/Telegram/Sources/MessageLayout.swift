import AdapterKit
import EventModel
import JSON

/// A message of ours laid out over Telegram's: the files first, the text as a caption or behind
/// them; the quote goes with the first, the keyboard with the last.
struct MessageLayout {
  private let place: SendingPlace
  private var groups: [[OutgoingItem]] = []
  private var texts: [RichText]
  private let keyboard: Keyboard?
  private let message: OutgoingMessage
  private(set) var losses: [Degradation] = []

  init(
    _ message: OutgoingMessage, in place: SendingPlace, largestFile: Int64
  ) throws(Refusal) {
    self.message = message
    self.place = place
    let fit = try Keyboard.fit(message.buttons ?? [], in: place)
    keyboard = fit.keyboard
    losses = fit.losses
    let text = message.text.followed(by: fit.lines)
    texts = TextSplitting.pieces(of: text, atMost: TelegramLimits.text)
    if texts.count > 1 { note(.textSplit) }
    if texts.contains(where: \.losesFormatting) { note(.formattingPlain) }
    for attachment in message.attachments {
      let (item, isOther) = try OutgoingItem.made(of: attachment, in: place, atMost: largestFile)
      if isOther { note(.fileAsDocument) }
      add(item)
    }
    if groups.count(where: { $0[0].media != nil }) > 1 { note(.albumSplit) }
    leaveRoomForKeyboard()
    guard !groups.isEmpty || !texts.isEmpty else {
      throw Refusal(.invalid, "there is nothing to send: no text and no file")
    }
  }

  /// Files of one sort share an album, in the order in which the sorts come.
  private mutating func add(_ item: OutgoingItem) {
    let sort = item.media?.kind.album
    let open = groups.lastIndex { $0[0].media?.kind.album == sort }
    guard sort != nil, !place.isEphemeral, let open, groups[open].count < TelegramLimits.album
    else { return groups.append([item]) }
    groups[open].append(item)
  }

  /// An album bears no keys: a text behind it does, or its last file, alone.
  private mutating func leaveRoomForKeyboard() {
    guard keyboard != nil, texts.isEmpty, let last = groups.last, last.count > 1 else { return }
    groups[groups.count - 1].removeLast()
    groups.append([last[last.count - 1]])
    note(.albumSplit)
  }

  private mutating func note(_ loss: Degradation) {
    if !losses.contains(loss) { losses.append(loss) }
  }

  /// The group whose first file has the whole text below it.
  private var captioned: Int? {
    guard texts.count == 1, texts[0].length <= TelegramLimits.caption else { return nil }
    if keyboard != nil, let last = groups.last, last.count > 1 { return nil }
    return groups.firstIndex { $0[0].takesCaption }
  }

  var parts: [Part] {
    let captioned = captioned
    let caption = captioned.map { _ in texts[0] }
    let behind = captioned == nil ? texts : []
    let count = groups.count + behind.count
    var parts: [Part] = []
    for (number, group) in groups.enumerated() {
      let text = number == captioned ? caption : nil
      var part = part(number, of: count) { call, files in
        Self.fill(&call, &files, group, text)
      }
      part.messages = group.count
      parts.append(part)
    }
    for text in behind {
      parts.append(
        part(parts.count, of: count) { call, _ in
          call.method = "sendMessage"
          call.set("text", text.plain)
          call["entities"] = text.botEntities
          if message.hidesPreview {
            call["link_preview_options"] = .object { $0.member("is_disabled", true) }
          }
        })
    }
    return parts
  }

  private func part(
    _ number: Int, of count: Int, _ fill: (inout BotCall, inout [FileUse]) -> Void
  ) -> Part {
    var call = place.sending("", isFirst: number == 0)
    var files: [FileUse] = []
    fill(&call, &files)
    if message.isSilent { call.set("disable_notification", true) }
    if number == count - 1 { call.set("reply_markup", keyboard) }
    return Part(call.fragment, files: files, bounds: place.bounds)
  }

  private static func fill(
    _ call: inout BotCall, _ files: inout [FileUse], _ group: [OutgoingItem], _ caption: RichText?
  ) {
    guard group.count == 1, let item = group.first else {
      call.method = "sendMediaGroup"
      var inputs: [JSONFragment] = []
      for (number, item) in group.enumerated() {
        guard let media = item.media else { continue }
        inputs.append(media.input(&files, caption: number == 0 ? caption : nil))
      }
      call["media"] = JSONFragment { writer in
        writer.array { for input in inputs { $0.value(input) } }
      }
      return
    }
    switch item {
    case .thing(let method, let parameters):
      call.method = method
      call.set(parameters)
    case .media(let media):
      call.method = media.kind.method
      call.set(media.kind.rawValue, media.name(&files))
      call.set(media.measures)
      guard let caption else { return }
      call.set("caption", caption.plain)
      call["caption_entities"] = caption.botEntities
    }
  }
}
