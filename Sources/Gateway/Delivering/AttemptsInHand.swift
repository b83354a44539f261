import Store
import Synchronization

/// Which attempts begun in this node's name may send: the one place that decides between the runner that is to make an
/// attempt and housekeeping that gives it up.
///
/// A COMMIT that begins attempts may be written although its answer is lost. No runner hears of such attempts, so no byte
/// of them leaves; in the store they look like any that is being sent. Housekeeping gives back those whose lease has
/// passed, and could meet a runner that heard of its attempts late (the process was stopped between COMMIT and here, or
/// the clock jumped). Clocks cannot settle that, this lock does: an attempt is either *taken*, and then it is never
/// withdrawn before its result is on record, or it is *withdrawn*, and then it is never taken. Whoever comes first wins:
///
/// - the runner takes, then housekeeping asks: it leaves the attempt alone;
/// - housekeeping withdraws, then the runner asks: it drops the attempt unsent, whether or not the transaction that gives
///   the delivery back has committed yet. If that one fails, the delivery stays as it is, and the next round finds it.
///
/// Attempts of other nodes are never in here: they are taken over once their node is known to be gone.
final class AttemptsInHand: Sendable {
    private struct State {
        /// Being made, or made and not on record; as many as runners have places.
        var taken: Set<UniqueID> = []
        /// Given up; one of 16 bytes for each attempt that a lost answer began, until the node ends.
        var withdrawn: Set<UniqueID> = []
    }

    private let state = Mutex(State())

    /// Takes the attempts of one consignment, before any byte of it leaves; false when one of them was withdrawn, and then
    /// none is taken and none may be sent.
    func take(_ attempts: [UniqueID]) -> Bool {
        state.withLock { state in
            guard state.withdrawn.isDisjoint(with: attempts) else { return false }
            state.taken.formUnion(attempts)
            return true
        }
    }

    /// Says that the results of attempts are on record.
    func letGo(_ attempts: [UniqueID]) { state.withLock { $0.taken.subtract(attempts) } }

    /// Withdraws an attempt for good; false when a runner has it in hand. Asking again gives the same answer.
    func withdraw(_ attempt: UniqueID) -> Bool {
        state.withLock { state in
            guard !state.taken.contains(attempt) else { return false }
            state.withdrawn.insert(attempt)
            return true
        }
    }
}
