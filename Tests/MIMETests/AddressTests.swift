import MIME
import Testing

@Suite struct AddressTests {
  private func addresses(_ header: String) -> [String] {
    AddressList.mailboxes(Array(header.utf8)[...]).map { mailbox in
      mailbox.name.map { "\($0) <\(mailbox.address)>" } ?? mailbox.address
    }
  }

  @Test(arguments: [
    ("a@b.c", ["a@b.c"]),
    ("Ivan Petrov <Ivan@Example.ORG>", ["Ivan Petrov <Ivan@example.org>"]),
    ("\"Petrov, Ivan\" <i@x.y>, b@c.d", ["Petrov, Ivan <i@x.y>", "b@c.d"]),
    ("Petrov, Ivan <i@x.y>", ["Petrov, Ivan <i@x.y>"]),
    ("=?utf-8?B?0JjQstCw0L0=?= <i@x.y>", ["Иван <i@x.y>"]),
    ("i@x.y (Ivan (the first))", ["Ivan the first <i@x.y>"]),
    ("undisclosed-recipients:;", []),
    ("team: a@b.c, D <d@e.f>;, g@h.i", ["a@b.c", "D <d@e.f>", "g@h.i"]),
    ("<@relay,@other:a@b.c>", ["a@b.c"]),
    ("<mailto:a@b.c>", ["a@b.c"]),
    ("a@b.c; d@e.f", ["a@b.c", "d@e.f"]),
    ("<>", []),
    ("Ivan <i@x.y", ["Ivan <i@x.y>"]),
    ("a@b.c.", ["a@b.c"]),
    ("\"say \\\"hi\\\"\" <a@b.c>", ["say \"hi\" <a@b.c>"]),
    ("nobody", []),
    ("<a b@c.d>", []),
    // A decoded comma or bracket is no syntax.
    ("=?utf-8?Q?a=2C_b_=3Cx=40y=3E?= <real@x.y>", ["a, b <x@y> <real@x.y>"]),
  ])
  func readsAListOfAddresses(_ header: String, _ expected: [String]) {
    #expect(addresses(header) == expected)
  }

  @Test func keepsSoManyRecipientsAndNoMore() {
    let header = (0..<3000).map { "u\($0)@x.y" }.joined(separator: ", ")

    #expect(addresses(header).count == AddressList.most)
  }
}
