import AdapterKit
import Media
import Store

extension APIProblem {
  /// What a failure of any kind is to a caller; of what we did not foresee they learn nothing.
  init(causedBy error: any Error) {
    switch error {
    case let problem as APIProblem: self = problem
    case let error as StoreError: self.init(error)
    case let error as FileStoreError: self.init(error)
    case let refusal as Refusal: self.init(refusal)
    default: self.init(.internal, "the log tells more under this request's id")
    }
  }

  private init(_ error: StoreError) {
    switch error {
    case .busy: self.init(.unavailable, "too much waits to be stored; try again")
    case .full: self.init(.full, "nothing can be stored until space is freed")
    case .notFound: self.init(.notFound, "there is no such row")
    case .conflict(let obstacle): self.init(.conflict, obstacle.reason)
    case .unavailable: self.init(.unavailable, "the store could not be asked; try again")
    }
  }

  /// - Parameter pointer: the part of the body that an adapter refused.
  init(_ refusal: Refusal, at pointer: String = "#") {
    switch refusal.cause {
    case .invalid: self.init([Fault(pointer, refusal.reason)])
    case .unsupported: self.init(.capabilityMissing, refusal.reason)
    case .wrongPlace: self.init(.deliveryRefMismatch, refusal.reason)
    }
  }
}
