import Logging

/// Hands log lines on to another handler with every known secret masked: in the message, in the
/// metadata whoever gave it, and in the error.
public struct MaskedLogHandler<Inner: LogHandler>: LogHandler {
  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?
  private var inner: Inner
  private let mask: SecretMask

  /// Takes over `inner`'s metadata, so that `inner` gets nothing that was not masked.
  public init(_ inner: Inner, mask: SecretMask) {
    metadata = inner.metadata
    metadataProvider = inner.metadataProvider
    self.inner = inner
    self.mask = mask
    if !metadata.isEmpty { self.inner.metadata = [:] }
    if metadataProvider != nil { self.inner.metadataProvider = nil }
  }

  public var logLevel: Logger.Level {
    get { inner.logLevel }
    set { inner.logLevel = newValue }
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var event = event
    event.message = "\(mask.masked(event.message.description))"
    event.error = event.error.map { MaskedError(description: mask.masked("\($0)")) }
    let all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }
      .merging(event.metadata ?? [:]) { $1 }
    event.metadata = all.isEmpty ? nil : masked(all)
    inner.log(event: event)
  }

  private func masked(_ metadata: Logger.Metadata) -> Logger.Metadata {
    Dictionary(metadata.map { (mask.masked($0.key), masked($0.value)) }) { first, _ in first }
  }

  private func masked(_ value: Logger.MetadataValue) -> Logger.MetadataValue {
    switch value {
    case .string(let text): .string(mask.masked(text))
    case .stringConvertible(let value): .string(mask.masked(value.description))
    case .array(let values): .array(values.map(masked))
    case .dictionary(let metadata): .dictionary(masked(metadata))
    }
  }
}

/// What is left of an error that may have told a secret: its text.
private struct MaskedError: Error, CustomStringConvertible {
  let description: String
}
