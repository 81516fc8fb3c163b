import AdapterKit
import JSON

/// A checklist, with what a service message may say of it since.
struct Checklist {
  private let json: JSONView
  private let news: JSONView?
  private let done: Set<Int64>
  private let undone: Set<Int64>

  private static let mostTasks = 200

  init(_ json: JSONView, news: JSONView? = nil) {
    self.json = json
    self.news = news
    done = Self.numbers(news?["marked_as_done_task_ids"])
    undone = Self.numbers(news?["marked_as_not_done_task_ids"])
  }

  private static func numbers(_ list: JSONView?) -> Set<Int64> {
    guard let list else { return [] }
    return Set(list.elements.prefix(mostTasks).compactMap(\.int))
  }

  /// The title and the tasks, a line each.
  var text: RichText {
    let title = FormattedText(json["title"], json["title_entities"]).rich
    return RichMessageReading.joined([title] + tasks.map(line), by: "\n")
  }

  private var tasks: [JSONView] {
    let told = Array(json["tasks"].elements.prefix(Self.mostTasks))
    guard let news else { return told }
    let known = Set(told.compactMap { $0["id"].int })
    return told
      + news["tasks"].elements.prefix(Self.mostTasks).filter { task in
        task["id"].int.map { !known.contains($0) } ?? true
      }
  }

  private func line(_ task: JSONView) -> RichText {
    let box: RichText = isDone(task) ? "[x] " : "[ ] "
    return box + FormattedText(task["text"], task["text_entities"]).rich
  }

  private func isDone(_ task: JSONView) -> Bool {
    if let id = task["id"].int {
      if undone.contains(id) { return false }
      if done.contains(id) { return true }
    }
    return task["completion_date"].int.map { $0 > 0 } ?? task["completed_by_user"].exists
  }
}
