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

    /// Leaves the slot when nobody holds it any more, however that came to be.
    final class Ticket: Sendable {
        private let slot: RehearsalSlot

        fileprivate init(_ slot: RehearsalSlot) { self.slot = slot }

        deinit { slot.occupant.withLock { $0 = nil } }
    }

    private let occupant = Mutex<Occupant?>(nil)

    /// Takes the slot, or says who has it.
    func take(_ new: Occupant) throws(GatewayError) -> Ticket {
        let present = occupant.withLock { occupant in
            defer { if occupant == nil { occupant = new } }
            return occupant
        }
        guard let present else { return Ticket(self) }
        throw GatewayError(
            .conflict,
            Diagnostic(
                "route.rehearsal-running", value: present.milestone,
                facts: ["by": present.by, "since": present.since.iso8601]))
    }
}
