import MIME

/// A letter whose lines are written with LF and sent with CRLF.
func letter(_ text: String) -> Letter {
  Letter(
    Array(
      text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8))
}

/// The text of a header by itself.
func decoded(_ header: String) -> String { HeaderText.decode(Array(header.utf8)[...]) }
