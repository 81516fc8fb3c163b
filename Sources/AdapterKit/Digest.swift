import Crypto

/// Digests of identifiers, so that adapters need no cryptography of their own.
public enum Digest {
  /// The 32 bytes of SHA-256.
  public static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    Array(SHA256.hash(data: Array(bytes)))
  }
}
