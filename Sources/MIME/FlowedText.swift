/// Undoes the wrapping of `format=flowed` (RFC 3676): a line that ends in a blank goes on in the
/// next one.
enum FlowedText {
  /// The text with its paragraphs whole; with `dropsBlanks` (DelSp) the blank at a line's end is no
  /// part of it.
  static func unwrapped(_ text: String, dropsBlanks: Bool) -> String {
    var output: [UInt8] = []
    var isOpen = false
    var openDepth = 0
    for line in text.utf8.split(separator: UInt8.lineFeed, omittingEmptySubsequences: false) {
      let depth = line.prefix { $0 == UInt8(ascii: ">") }.count
      var content = line.dropFirst(depth)
      // A blank was put before what could be taken for a quote or a mark of a mailbox file.
      if content.first == 0x20 { content = content.dropFirst() }
      let isSignature = content.elementsEqual("-- ".utf8)
      if !isOpen || depth != openDepth || content.isEmpty || isSignature {
        if !output.isEmpty { output.append(.lineFeed) }
        output += Array(repeating: UInt8(ascii: ">"), count: depth)
        if depth > 0, !content.isEmpty { output.append(0x20) }
      }
      isOpen = content.last == 0x20 && !isSignature
      openDepth = depth
      output += isOpen && dropsBlanks ? content.dropLast() : content
    }
    return String(decoding: output, as: UTF8.self)
  }
}
