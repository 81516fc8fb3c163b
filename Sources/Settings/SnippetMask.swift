/// Masks what is, or may be, a secret in the lines and texts of problems.
///
/// Three rules, each on its own enough: the value of a secret that was read; whatever stands under
/// a key that was read as a secret, is called like one or nearly so; a word shaped like a token.
struct SnippetMask {
  private static let secretWords = ["secret", "token", "passw", "passphrase", "api_key", "apikey"]

  let secretKeys: Set<String>
  let values: SecretMask

  func masked(_ problem: Problem) -> Problem {
    let span = problem.place.span.map(masked)
    return Problem(
      problem.code, maskedText(problem.message), at: Problem.Place(problem.place.name, span),
      hint: problem.hint.map(maskedText), help: problem.help.map(maskedText))
  }

  private func maskedText(_ text: String) -> String { values.masked(text) }

  private func masked(_ span: Problem.Span) -> Problem.Span { span }
}
