import JSON
import Testing

@testable import PlatformSimulator

/// What a community may send and change, and the errors with which VK refuses the rest.
struct VKSendsTests {
  private let day: Int64 = 86_400

  private func community() -> VKCommunity {
    var account = VKAccount(groupID: group, token: vkToken)
    account.people = [Person(id: 500, firstName: "Иван")]
    return VKCommunity(account, settings: settings(), firstNumber: 100)
  }

  private func call(
    _ method: String, _ query: String, at now: Int64 = 1000, by bearer: VKBearer = .community
  ) -> VKCall {
    VKCall(
      method: method, parameters: RequestParameters(query: "v=5.199&" + query), now: now,
      bearer: bearer)
  }

  /// The code of the error that a call is answered with; nil when it succeeds.
  private func code(_ community: inout VKCommunity, _ call: VKCall) -> Int? {
    do throws(VKError) {
      _ = try community.respond(to: call)
      return nil
    } catch {
      return error.code
    }
  }

  /// The chat log's lines of one dialog.
  private func lines(_ community: VKCommunity, _ peer: Int64 = 500) -> [JSONValue] {
    let log = community.log(RequestParameters(query: "chat=\(peer)"))
    return log["chats"]?.elements.first?["messages"]?.elements ?? []
  }

  @Test(arguments: [
    (#"message=ab&format_data={"version":1,"items":[{"type":"bold","offset":1,"length":2}]}"#, 100),
    ("message=ab&format_data=x", 100), ("message=ab&intent=promo_newsletter", 943),
    ("message=ab&attachment=" + String(repeating: "doc1_1,", count: 11), 100),
    ("message=ab&payload=" + String(repeating: "x", count: 1001), 100),
    (#"message=ab&forward={"is_reply":1,"cmids":[1,2]}"#, 100),
    (#"message=ab&forward={"cmids":[77]}"#, 921),
    ("message=ab&forward_messages=" + String(repeating: "1,", count: 101), 913),
    ("message=" + String(repeating: "%F0%9F%91%8D", count: 2049), 914),
  ])
  func refusesASend(_ query: String, _ expected: Int) {
    var community = community()

    #expect(
      code(&community, call("messages.send", "peer_id=500&random_id=1&\(query)")) == expected)
    #expect(community.conversations[500] == nil)
  }

  @Test(arguments: [900, 901, 902, 18])
  func aPersonMayRefuseForAnyReason(_ reason: Int) throws {
    var community = community()
    _ = community.meet(try order(#"{"id":500,"refuses":\#(reason)}"#))
    let send = "message=a&random_id=1&"

    #expect(code(&community, call("messages.send", send + "peer_id=500")) == reason)
    let entries = try community.respond(to: call("messages.send", send + "peer_ids=500"))
    #expect(entries.elements.first?["error"]?["code"] == .int(reason))
    let state = try community.respond(
      to: call("messages.getConversationsById", "peer_ids=500"))
    #expect(state["items"]?.elements.first?["can_write"]?["reason"] == .int(reason))
  }

  @Test func chatsHaveRightsToo() throws {
    var community = community()
    _ = community.arrange(try order(#"{"id":3,"is_admin":false}"#))
    let peer = "peer_id=2000000003"
    let send = call("messages.send", peer + "&message=a&random_id=1")

    #expect(code(&community, send) == nil)
    let number = lines(community, 2_000_000_003).count + 100
    #expect(code(&community, call("messages.pin", "\(peer)&cmid=\(number)")) == 925)
    _ = community.arrange(try order(#"{"id":3,"is_admin":true}"#))
    #expect(code(&community, call("messages.pin", "\(peer)&cmid=\(number)")) == nil)
    #expect(lines(community, 2_000_000_003).first?["pinned"] == true)
    #expect(code(&community, call("messages.unpin", peer)) == nil)
    #expect(lines(community, 2_000_000_003).first?["pinned"] == nil)
    _ = community.arrange(try order(#"{"id":3,"refuses":983}"#))
    #expect(code(&community, call("messages.send", peer + "&message=b&random_id=2")) == 983)
  }

  @Test func keyboardsNeedTheSetting() throws {
    var community = community()
    _ = community.set(try order(#"{"bot_capabilities":false}"#))
    let keyboard = #"{"buttons":[[{"action":{"type":"text","label":"a"}}]]}"#
    let send = "peer_id=500&message=a&random_id=1"

    #expect(code(&community, call("messages.send", "\(send)&keyboard=\(keyboard)")) == 912)
    #expect(code(&community, call("messages.send", send)) == nil)
  }

  @Test func editsReplaceAndHaveADay() throws {
    var community = community()
    _ = try community.respond(to: call("messages.send", "peer_id=500&message=a&random_id=1"))
    let format = #"{"version":1,"items":[{"type":"bold","offset":0,"length":1}]}"#
    let edit = "peer_id=500&cmid=101&message=b&format_data=\(format)"

    #expect(code(&community, call("messages.edit", edit, at: 1000 + day)) == 909)
    #expect(code(&community, call("messages.edit", edit, at: 999 + day)) == nil)
    #expect(lines(community).first?["text"] == "b" && lines(community).first?["edited"] == true)
    #expect(
      lines(community).first?["format"] == [["length": 1, "offset": 0, "type": "bold"]])
  }

  @Test func deletingForAllIsNotDeletingHere() throws {
    var community = community()
    _ = community.push(try order(#"{"from":500,"text":"?"}"#), at: 1000)
    _ = try community.respond(to: call("messages.send", "peer_id=500&message=a&random_id=1"))
    func delete(_ number: Int, _ rest: String, at now: Int64 = 1000) throws -> JSONValue? {
      let query = "peer_id=500&cmids=\(number)&\(rest)"
      return try community.respond(to: call("messages.delete", query, at: now)).elements.first
    }

    #expect(try delete(101, "delete_for_all=1")?["error"]?["code"] == 924)
    #expect(try delete(102, "delete_for_all=1", at: 1000 + day)?["error"]?["code"] == 924)
    #expect(try delete(102, "delete_for_all=0")?["response"] == 1)
    #expect(lines(community).last?["deleted_here"] == true)
    #expect(code(&community, call("messages.restore", "peer_id=500&cmid=102")) == nil)
    #expect(lines(community).last?["deleted_here"] == nil)
    #expect(try delete(102, "delete_for_all=1")?["response"] == 1)
    #expect(lines(community).last?["deleted"] == true)
    #expect(code(&community, call("messages.restore", "peer_id=500&cmid=102")) == 100)
  }

  @Test func reactionsReadingAndForwardsAreKept() throws {
    var community = community()
    _ = community.push(try order(#"{"from":500,"text":"?"}"#), at: 1000)
    let reaction = "peer_id=500&cmid=101&reaction_id="

    #expect(code(&community, call("messages.sendReaction", reaction + "77")) == 1009)
    #expect(code(&community, call("messages.sendReaction", reaction + "4")) == nil)
    #expect(lines(community).first?["reactions"] == ["community": 4])
    _ = try community.respond(to: call("messages.deleteReaction", "peer_id=500&cmid=101"))
    _ = try community.respond(to: call("messages.markAsRead", "peer_id=500&up_to_cmid=101"))
    let forward = #"forward={"peer_id":500,"cmids":[101]}"#
    _ = try community.respond(
      to: call("messages.send", "peer_id=500&random_id=1&message=a&\(forward)"))

    #expect(lines(community).first?["reactions"] == nil)
    #expect(lines(community).last?["forwards"] == [["from": "500", "text": "?"]])
    let log = community.log(RequestParameters(query: ""))["chats"]?.elements.first
    #expect(log?["read_up_to"] == 1)
  }

  @Test func commentsNeedTheRightToken() throws {
    var community = community()
    let comment = "owner_id=-\(group)&post_id=7&message=a&guid=g1"
    let created = try community.respond(to: call("wall.createComment", comment))
    let id = created["comment_id"]?.int ?? 0

    #expect(try community.respond(to: call("wall.createComment", comment)) == created)
    let edit = "owner_id=-\(group)&comment_id=\(id)&message=b"
    #expect(code(&community, call("wall.editComment", edit)) == 27)
    #expect(code(&community, call("wall.editComment", edit, by: .user)) == nil)
    #expect(code(&community, call("wall.deleteComment", edit, by: .user)) == nil)
    #expect(code(&community, call("wall.deleteComment", edit, by: .user)) == 100)
    #expect(code(&community, call("messages.send", "", by: .user)) == 15)
    let log = community.log(RequestParameters(query: ""))["comments"]?.elements
    #expect(
      log == [
        [
          "deleted": true, "edited": true, "family": "wall", "from": "community", "number": 1,
          "object": 7, "text": "b",
        ]
      ])
  }

  @Test(arguments: [
    ("board", "topic_id"), ("photos", "photo_id"), ("video", "video_id"), ("market", "item_id"),
  ])
  func otherCommentsAreForAdministrators(_ family: String, _ object: String) throws {
    var community = community()
    let query = "owner_id=-\(group)&group_id=\(group)&\(object)=3&message=a&guid=g"
    let method = "\(family).createComment"

    #expect(code(&community, call(method, query)) == 27)
    let created = try community.respond(to: call(method, query, by: .user))
    #expect(created.int != nil)
    #expect(try community.respond(to: call(method, query, by: .user)) == created)
  }

  @Test func uploadsAreToldByTheirHash() throws {
    var community = community()
    var form = RequestParameters(query: "")
    let body = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"
    form = RequestParameters(
      query: "", body: Array("\(body)abc\r\n--B--\r\n".utf8),
      contentType: "multipart/form-data; boundary=B")
    let file = community.upload("doc", form)["file"]?.string ?? ""
    let saved = try community.respond(to: call("docs.save", "file=\(file)&title=Счёт"))
    let doc = saved["doc"]
    let name = "doc\(doc?["owner_id"]?.int ?? 0)_\(doc?["id"]?.int ?? 0)"

    _ = try community.respond(
      to: call("messages.send", "peer_id=500&random_id=1&attachment=\(name)"))

    #expect(doc?["title"] == "Счёт")
    let sent = lines(community).first?["files"]?.elements.first
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(sent?["sha256"] == .string(abc) && sent?["kind"] == "doc")
    #expect(form.shown()["file"]?["sha256"] == .string(abc))
  }

  @Test func aPeersErrorStandsInItsEntry() async throws {
    try await Simulator.running(settings()) { simulator in
      simulator.writeToVK(group, from: 500, "?")
      let rule: JSONValue = ["match": "messages.send", "fault": "vk_peer_error:9"]
      _ = try await simulator.control("vk/\(group)/faults", rule)
      let path = "/method/messages.send?v=5.199&access_token=\(vkToken)&message=a&random_id=1"

      let reply = try await post(simulator, path + "&peer_ids=500")

      let entry = try JSONValue(parsing: reply.body)["response"]?.elements.first
      #expect(entry?["error"]?["code"] == 9)
      #expect(simulator.calls().last?.outcome == "refused")
    }
  }
}
