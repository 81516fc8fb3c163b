/// What is wrong with a value, before anybody has said which key it stands under.
struct Complaint: Error {
  let code: Problem.Code
  /// Continues a sentence that begins with the key: `must be a whole number`.
  let predicate: String
  let hint: String?
  let help: String?

  init(_ code: Problem.Code, _ predicate: String, hint: String? = nil, help: String? = nil) {
    self.code = code
    self.predicate = predicate
    self.hint = hint
    self.help = help
  }

  func problem(of key: String, at place: Problem.Place) -> Problem {
    Problem(code, "\"\(key)\" \(predicate)", at: place, hint: hint, help: help)
  }
}
