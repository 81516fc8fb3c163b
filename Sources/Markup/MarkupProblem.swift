import AdapterKit

/// Why a text with markup is not read.
package enum MarkupProblem: Error, Hashable, Sendable {
  case tooLarge(most: Int)
  case tooDeep(most: Int)
  case tooManySpans
  /// It is built to cost far more than its size.
  case tooCostly

  /// For the caller, about a thing such as "the HTML".
  package func reason(of subject: String) -> String {
    switch self {
    case .tooLarge(let most): "\(subject) has more than \(most) bytes"
    case .tooDeep(let most): "\(subject) is nested deeper than \(most) elements"
    case .tooManySpans: "\(subject) has more than \(RichText.mostSpans) formatted stretches"
    case .tooCostly: "\(subject) cannot be read with the time and memory that a text may take"
    }
  }
}
