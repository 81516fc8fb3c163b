extension Problem {
  /// The number of a problem: `E` stops the daemon from starting, `W` does not.
  public enum Code: String, CaseIterable, Sendable {
    /// The text is no YAML.
    case syntax = "E001"
    /// The file is missing, is a folder, or may not be read.
    case unreadable = "E002"
    /// The file is not UTF-8, or holds characters that no text holds.
    case notText = "E003"
    /// The file is larger, deeper or longer than anything reasonable.
    case tooLarge = "E004"
    /// It is YAML, but of the parts that are not read: anchors, aliases, tags, merge keys,
    /// directives, a second document.
    case outsideSubset = "E005"

    /// A key stands twice in one section.
    case duplicateKey = "E011"
    /// Nobody asks for this key.
    case unknownKey = "E012"
    /// A required key is missing.
    case missingKey = "E013"
    /// A list where a number is wanted, and the like.
    case wrongType = "E014"
    /// A number beyond its bounds.
    case outOfRange = "E015"
    /// None of the allowed words.
    case notOneOf = "E016"
    /// YAML readers do not agree what it is; quotes settle it.
    case ambiguous = "E017"
    /// A duration, size or URL that can't be read as one.
    case malformed = "E018"
    /// The section's reader refuses it, for the reason given.
    case refused = "E019"

    /// A secret is not where its reference points.
    case secretNotFound = "E021"
    /// A secret is there but may not be used: empty, not text, readable by everybody.
    case secretUnfit = "E022"
    /// `${…}` that is no reference to a secret.
    case malformedReference = "E023"

    /// A secret stands in the configuration itself.
    case literalSecret = "W101"
    /// A `CHANNELD_…` variable that overrides nothing.
    case unusedOverride = "W102"
    /// It will be obeyed, but hardly does what was meant.
    case doubtful = "W104"

    /// Whether it stops the daemon from starting.
    public var severity: Severity { rawValue.first == "E" ? .error : .warning }
  }
}
