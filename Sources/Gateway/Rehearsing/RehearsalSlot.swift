import Diagnostics
import Rollout
import Synchronization

/// The place for the one rehearsal that a node runs at a time: it takes a core.
final class RehearsalSlot: Sendable {
    struct Occupant: Sendable {
        var milestone: String
        var by: String
        var since: Instant
    }

    /// The right to the slot: left when it is said so, and at the latest when nobody holds it any more.
    final class Ticket: Sendable {
        private let slot: RehearsalSlot
        private let number: Int

        fileprivate init(_ slot: RehearsalSlot, _ number: Int) {
            self.slot = slot
            self.number = number
        }

        deinit { leave() }

        /// Makes room for the next one.
        func leave() {
            slot.state.withLock { state in if state.number == number { state.occupant = nil } }
        }
    }

    private struct State {
        var occupant: Occupant?
        /// How many had the slot, its occupant included.
        var number = 0
    }

    private let state = Mutex(State())

    /// Takes the slot, or says who has it.
    func take(_ new: Occupant) throws(GatewayError) -> Ticket {
        let (number, present) = state.withLock { state in
            let present = state.occupant
            if present == nil { state = State(occupant: new, number: state.number + 1) }
            return (state.number, present)
        }
        guard let present else { return Ticket(self, number) }
        throw GatewayError(
            .conflict,
            Diagnostic(
                "route.rehearsal-running", value: present.milestone,
                facts: ["by": present.by, "since": present.since.iso8601]))
    }
}
