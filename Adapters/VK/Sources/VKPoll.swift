import EventModel
import JSON

/// A poll in a message, as it stood when the message came.
enum VKPoll {
  private static let mostAnswers = 50

  /// The first poll among the attachments; a message has no more than one.
  static func read(_ attachments: JSONView) -> Poll? {
    let item = attachments.elements.prefix(VKAttachments.most)
      .first { $0["type"].string == "poll" }
    guard let poll = item?["poll"], poll["id"].exists else { return nil }
    return Poll {
      $0.platform = .vk
      $0.ownerID = poll["owner_id"].text
      $0.pollID = poll["id"].text
      $0.authorID = poll["author_id"].text
      $0.question = poll["question"].string
      $0.answers = poll["answers"].elements.prefix(mostAnswers).map(answer)
      $0.rules = rules(of: poll)
      $0.rights = rights(of: poll)
      $0.state.closed = poll["closed"].bool
      $0.state.totalVoterCount = poll["votes"].int
    }
  }

  private static func answer(_ view: JSONView) -> Poll.Answer {
    Poll.Answer {
      $0.id = view["id"].text
      $0.text = view["text"].string
      $0.votes = view["votes"].int
    }
  }

  private static func rules(of poll: JSONView) -> Poll.Rules {
    Poll.Rules {
      $0.multiple = poll["multiple"].bool
      $0.anonymous = poll["anonymous"].bool
      $0.disableUnvote = poll["disable_unvote"].bool
      $0.isBoard = poll["is_board"].bool
      $0.createdAt = time(poll["created"])
      $0.endDate = time(poll["end_date"])
      $0.embedHash = poll["embed_hash"].nonEmpty
    }
  }

  private static func rights(of poll: JSONView) -> Poll.Rights {
    Poll.Rights {
      $0.canVote = poll["can_vote"].bool
      $0.canShare = poll["can_share"].bool
      $0.canEdit = poll["can_edit"].bool
      $0.canReport = poll["can_report"].bool
    }
  }

  /// 0 stands for no time at all.
  private static func time(_ view: JSONView) -> Timestamp? {
    view.int.flatMap { $0 > 0 ? Timestamp(seconds: $0) : nil }
  }
}
