import AdapterKit
import CGumbo

/// What an element does to the text that it holds.
struct HTMLElement {
  enum Flow: Hashable {
    case inline
    /// Stands at least so many lines below and above its neighbours.
    case block(Int)
    /// Counts from a number, if at all.
    case list(from: Int?)
    case item, cell, lineBreak, rule
    /// Something that stands for it.
    case shown(String)
    case dropped
  }

  let flow: Flow
  let kind: RichText.Kind?
  let isPreformatted: Bool

  init(_ node: HTMLNode) {
    flow = Self.isHidden(node) ? .dropped : Self.flow(of: node)
    kind = Self.kind(of: node)
    isPreformatted = node.tag == GUMBO_TAG_PRE || node.tag == GUMBO_TAG_TEXTAREA
  }

  private static func isHidden(_ node: HTMLNode) -> Bool {
    if node["hidden"] != nil { return true }
    guard let style = node["style"], style.utf8.count <= 4096 else { return false }
    let dense = String(style.lowercased().filter { !$0.isWhitespace })
    return dense.contains("display:none") || dense.contains("mso-hide:all")
  }

  private static func flow(of node: HTMLNode) -> Flow {
    switch node.tag {
    case GUMBO_TAG_HEAD, GUMBO_TAG_TITLE, GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TEMPLATE,
      GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT, GUMBO_TAG_EMBED, GUMBO_TAG_NOEMBED, GUMBO_TAG_NOFRAMES,
      GUMBO_TAG_NOSCRIPT, GUMBO_TAG_AUDIO, GUMBO_TAG_VIDEO, GUMBO_TAG_CANVAS, GUMBO_TAG_SVG,
      GUMBO_TAG_MATH:
      .dropped
    case GUMBO_TAG_P, GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5,
      GUMBO_TAG_H6:
      .block(2)
    case GUMBO_TAG_DIV, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE, GUMBO_TAG_TABLE, GUMBO_TAG_TR,
      GUMBO_TAG_CAPTION, GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE, GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER,
      GUMBO_TAG_MAIN, GUMBO_TAG_NAV, GUMBO_TAG_ASIDE, GUMBO_TAG_ADDRESS, GUMBO_TAG_FIGURE,
      GUMBO_TAG_FIGCAPTION, GUMBO_TAG_FORM, GUMBO_TAG_FIELDSET, GUMBO_TAG_CENTER, GUMBO_TAG_DL,
      GUMBO_TAG_DT, GUMBO_TAG_DD, GUMBO_TAG_DETAILS, GUMBO_TAG_SUMMARY:
      .block(1)
    case GUMBO_TAG_UL, GUMBO_TAG_MENU, GUMBO_TAG_DIR: .list(from: nil)
    case GUMBO_TAG_OL: .list(from: firstNumber(of: node))
    case GUMBO_TAG_LI: .item
    case GUMBO_TAG_TD, GUMBO_TAG_TH: .cell
    case GUMBO_TAG_BR: .lineBreak
    case GUMBO_TAG_HR: .rule
    case GUMBO_TAG_IMG: .shown(node["alt"] ?? "")
    default: .inline
    }
  }

  private static func firstNumber(of list: HTMLNode) -> Int {
    let number = list["start"].flatMap { Int($0) } ?? 1
    return min(max(number, -999_999_999), 999_999_999)
  }

  private static func kind(of node: HTMLNode) -> RichText.Kind? {
    switch node.tag {
    case GUMBO_TAG_B, GUMBO_TAG_STRONG, GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4,
      GUMBO_TAG_H5, GUMBO_TAG_H6:
      .bold
    case GUMBO_TAG_I, GUMBO_TAG_EM: .italic
    case GUMBO_TAG_U, GUMBO_TAG_INS: .underline
    case GUMBO_TAG_S, GUMBO_TAG_STRIKE, GUMBO_TAG_DEL: .strikethrough
    case GUMBO_TAG_CODE: .code
    case GUMBO_TAG_PRE: .pre(language: language(of: node))
    case GUMBO_TAG_BLOCKQUOTE:
      .quote(isExpandable: node["expandable"] != nil || node.words("class").contains("expandable"))
    case GUMBO_TAG_A: node["href"].flatMap(LinkTarget.allowed).map { .link(url: $0) }
    case GUMBO_TAG_SPAN: kind(ofSpan: node)
    case GUMBO_TAG_UNKNOWN: kind(ofUnknown: node)
    default: nil
    }
  }

  /// What `RichText.html` writes, and a spoiler by the class that messengers take.
  private static func kind(ofSpan node: HTMLNode) -> RichText.Kind? {
    let classes = node.words("class")
    if classes.contains("spoiler") || classes.contains("tg-spoiler") { return .spoiler }
    if classes.contains("mention"), let id = node["data-user-id"] { return .mention(userID: id) }
    if classes.contains("emoji"), let id = node["data-emoji-id"] { return .customEmoji(id: id) }
    return nil
  }

  private static func kind(ofUnknown node: HTMLNode) -> RichText.Kind? {
    switch node.unknownName {
    case "spoiler", "tg-spoiler": .spoiler
    case "tg-emoji": node["emoji-id"].map { .customEmoji(id: $0) }
    default: nil
    }
  }

  /// By the class of the code within, as HTML's own text proposes, or by `lang`.
  private static func language(of pre: HTMLNode) -> String? {
    let code = pre.child(0).flatMap { $0.tag == GUMBO_TAG_CODE ? $0 : nil }
    for word in (code?.words("class") ?? []) + pre.words("class") {
      let name = word.dropFirst("language-".count)
      if word.hasPrefix("language-"), !name.isEmpty { return String(name) }
    }
    return pre["lang"]
  }
}
