import JSON
import Testing

@testable import PlatformSimulator

/// The four ways in which clients put parameters on the wire, with the habits of each library.
struct RequestParametersTests {
  @Test func readsAQuery() {
    let parameters = RequestParameters(query: "chat_id=5&text=%D0%94%D0%B0+%2B1&flag=True&empty=")

    #expect(parameters.int("chat_id") == 5)
    #expect(parameters["text"] == "Да +1")
    #expect(parameters.flag("flag"))
    #expect(parameters["empty"] == "" && parameters.text("empty") == nil)
  }

  @Test func aBodyCountsMoreThanTheQuery() {
    let form = "application/x-www-form-urlencoded"
    let parameters = RequestParameters(
      query: "v=1&a=2", body: Array("v=5.199".utf8), contentType: form)

    #expect(parameters["v"] == "5.199")
    #expect(parameters["a"] == "2")
  }

  @Test func structuredValuesOfJSONBecomeTheirText() {
    let body =
      #"{"chat_id":501,"text":"a","reply_parameters":{"message_id": 7},"quiet":true,"no":null}"#
    let parameters = RequestParameters(
      query: "", body: Array(body.utf8), contentType: "application/json; charset=utf-8")

    #expect(parameters["chat_id"] == "501")
    #expect(parameters.json("reply_parameters") == ["message_id": 7])
    #expect(parameters.flag("quiet"))
    #expect(parameters["no"] == nil)
  }

  /// aiogram writes the type first, python-telegram-bot last, pyTelegramBotAPI no quotation marks.
  @Test(arguments: [
    "Content-Type: application/octet-stream\r\n"
      + #"Content-Disposition: form-data; name="f0"; filename="Счёт \"1\".pdf""#,
    #"Content-Disposition: form-data; name="f0"; filename="Счёт \"1\".pdf""#
      + "\r\nContent-Type: application/pdf",
    #"Content-Disposition: form-data; name="f0"; filename=Счёт "1".pdf"#,
  ])
  func readsAFilePart(_ headers: String) {
    let content = "bytes\r\n--not the end\r\n"
    let body =
      "--B0und\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n501\r\n"
      + "--B0und\r\n\(headers)\r\n\r\n\(content)\r\n--B0und--\r\n"
    let parameters = RequestParameters(
      query: "", body: Array(body.utf8), contentType: #"multipart/form-data; boundary="B0und""#)

    #expect(parameters["chat_id"] == "501")
    #expect(parameters.file("f0")?.name == #"Счёт "1".pdf"#)
    #expect(parameters.file("f0")?.bytes == Array(content.utf8))
  }

  @Test(arguments: [
    "", "--B", "--B\r\n", "--B\r\n\r\n", "--B\r\nx\r\n--B", "%", "--B\r\n\r\n\r\n--B--",
  ])
  func brokenBodiesGiveNothingThatTraps(_ body: String) {
    let multipart = RequestParameters(
      query: "%&=&%4&a=%zz", body: Array(body.utf8), contentType: "multipart/form-data; boundary=B")

    #expect(multipart.files.isEmpty)
    #expect(multipart["a"] == "%zz")
  }

  @Test func listsComeWithCommasOrBrackets() {
    let parameters = RequestParameters(query: "a=1,2,-3&b=[4, 5]&c=x")

    #expect(parameters.ints("a") == [1, 2, -3])
    #expect(parameters.ints("b") == [4, 5])
    #expect(parameters.ints("c") == [])
  }
}
