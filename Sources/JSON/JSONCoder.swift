/// Makes JSON of `Codable` values and the other way round, over the writer and the tape.
///
/// Members that are nil are left out. A type that writes or reads itself (`JSONWritable`,
/// `JSONReadable`) is asked to, wherever it stands in the value.
public enum JSONCoder {
  /// The text of a value.
  ///
  /// The synthesised `encode(to:)` never throws here; a value whose own one does becomes null.
  public static func encode(_ value: some Encodable) -> JSONFragment {
    JSONFragment(trusted: EncodedNode.bytes(of: value, at: []))
  }

  /// Reads a value; strict about kinds: a string is no number and a number no truth value.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from view: JSONView
  ) throws(JSONMismatch) -> Value {
    do {
      return try TapeDecoder(view: view, codingPath: []).value(type)
    } catch {
      throw JSONMismatch(error)
    }
  }
}

/// A member name that is only known at run time, or an index.
struct JSONKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
}
