/// Knows which children should run and says, after each happening, what to do next.
///
/// A plain value that is told the time and touches nothing: `Supervisor` does what it says.
struct Roster: Sendable {
  /// Marks one run of a child, or one pause before a run; never used twice.
  typealias Ticket = Int

  enum Happening: Sendable {
    case begun
    case ready(Ticket)
    /// `failure` is nil if the child returned.
    case ended(Ticket, failure: String?)
    /// It is done, but for tasks that will not end.
    case leftBehind(Ticket, failure: String?)
    case due(Ticket)
    case added(Child)
    case removed(name: String)
    case drain
  }

  enum Step: Sendable {
    case start(Child, Ticket)
    case ask(Ticket)
    case cancel(Ticket)
    /// Say `.due` after that long.
    case wake(Ticket, after: Duration)
    case tell(Report)
    /// Every child has been started, and is ready if others stand on it.
    case allReady
    case finish(Escalation?, leavingBehind: Bool)
  }

  /// How long a child that was asked in vain, and then cancelled, may still take.
  static let lastGrace: Duration = .seconds(1)

  let strategy: Strategy
  var slots: [Slot]
  var isDraining = false
  var escalation: Escalation?
  var hasToldReady = false
  private var lastTicket = 0

  init(_ strategy: Strategy, _ children: [Child]) {
    self.strategy = strategy
    slots = children.map(Slot.init)
  }

  mutating func take(_ happening: Happening, at now: Duration) -> [Step] {
    var steps: [Step] = []
    switch happening {
    case .begun: break
    case .ready(let ticket): steps = ready(ticket)
    case .ended(let ticket, let failure): steps = ended(ticket, failure, at: now)
    case .leftBehind(let ticket, let failure): steps = leftBehind(ticket, failure)
    case .due(let ticket): steps = due(ticket)
    case .added(let child): slots.append(Slot(child))
    case .removed(let name): remove(name)
    case .drain: isDraining = true
    }
    return steps + settle()
  }

  mutating func nextTicket() -> Ticket {
    lastTicket += 1
    return lastTicket
  }
}
