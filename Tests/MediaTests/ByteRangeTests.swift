import Media
import Testing

/// What a Range header asks for.
struct ByteRangeTests {
  @Test(
    arguments: [
      ("bytes=0-499", 0..<500), ("bytes=0-0", 0..<1), ("bytes=9999-9999", 9999..<10000),
      ("bytes=500-", 500..<10000), ("bytes=-500", 9500..<10000), ("bytes=-1", 9999..<10000),
      ("bytes=-99999", 0..<10000), ("bytes=9500-99999", 9500..<10000), ("BYTES=1-2", 1..<3),
      ("bytes= 1-2 ,", 1..<3), ("bytes=0-99999999999999999999999", 0..<10000),
      ("bytes=-99999999999999999999999", 0..<10000), ("bytes=007-8", 7..<9),
    ] as [(String, Range<Int64>)])
  func isOneRange(_ header: String, _ range: Range<Int64>) {
    #expect(ByteRange(header, of: 10000) == .part(range))
  }

  @Test(arguments: [
    "bytes=10000-", "bytes=10000-10001", "bytes=99999999999999999999-", "bytes=-0",
  ])
  func isUnsatisfiable(_ header: String) {
    #expect(ByteRange(header, of: 10000) == .unsatisfiable)
  }

  @Test(arguments: [
    nil, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=0-1,3-4",
    "items=0-1", "bytes=+1-2", "bytes=1--2", "bytes=0x1-2", "bytes=1", "bytes=٣-٤",
    "bytes=1 - 2", "bytes:0-1", "0-1",
  ])
  func isIgnored(_ header: String?) {
    #expect(ByteRange(header, of: 10000) == .whole)
  }

  @Test func namesNoByteOfAnEmptyFile() {
    #expect(ByteRange("bytes=0-", of: 0) == .unsatisfiable)
    #expect(ByteRange("bytes=0-0", of: 0) == .unsatisfiable)
    #expect(ByteRange("bytes=-5", of: 0) == .whole)
    #expect(ByteRange("bytes=-0", of: 0) == .unsatisfiable)
  }

  @Test func knowsNoOverflow() {
    #expect(ByteRange("bytes=0-9223372036854775807", of: .max) == .part(0..<Int64.max))
    #expect(ByteRange("bytes=9223372036854775807-", of: .max) == .unsatisfiable)
  }

  @Test func saysWhichBytesTheAnswerHas() {
    #expect(ByteRange("bytes=0-4", of: 10).contentRange(of: 10) == "bytes 0-4/10")
    #expect(ByteRange("bytes=10-", of: 10).contentRange(of: 10) == "bytes */10")
    #expect(ByteRange(nil, of: 10).contentRange(of: 10) == nil)
  }
}
