import AdapterKit
import EventModel
import Testing

struct ButtonTextTests {
  @Test func linksAreLinesAndOthersHaveNumbers() {
    var site = Button("Our\nsite")
    site.url = "https://a.example/x"
    var yes = Button("Yes")
    yes.callbackData = "yes"
    var bare = Button("https://b.example")
    bare.url = "https://b.example"

    let text = ButtonText([yes, site, Button("No"), bare])

    #expect(
      text.lines.plain
        == "1. Yes\nOur site: https://a.example/x\n2. No\nhttps://b.example")
    #expect(
      text.lines.spans == [
        RichText.Span(.link(url: "https://a.example/x"), 17..<36),
        RichText.Span(.link(url: "https://b.example"), 43..<60),
      ])
    #expect(text.degradations == ["buttons=text-links", "buttons=numbered"])
  }

  @Test func noButtonsAreNoLines() {
    #expect(ButtonText([]).lines.isEmpty)
    #expect(ButtonText([]).degradations.isEmpty)
  }

  @Test func aParagraphStandsBelow() {
    #expect(RichText("text").followed(by: ButtonText([Button("Yes")]).lines) == "text\n\n1. Yes")
    #expect(RichText("").followed(by: "1. Yes") == "1. Yes")
    #expect(RichText("text").followed(by: "") == "text")
  }
}
