import Synchronization

/// Callers that wait for an interchange to change. Waking is a hint: who is woken looks into the store again.
final class Waiters: Sendable {
    fileprivate enum Interest {
        case idle
        case changed
        case waiting(CheckedContinuation<Void, Never>)
    }

    private struct State {
        var interests: [String: [UInt64: Interest]] = [:]
        var next: UInt64 = 0
        var changes: UInt64 = 0
    }

    private let state = Mutex(State())

    /// How often it was told of changes.
    var changes: UInt64 { state.withLock { $0.changes } }

    /// Wakes all who are interested in these interchanges.
    func wake(_ interchanges: some Sequence<String>) {
        let continuations = state.withLock { state in
            state.changes &+= 1
            guard !state.interests.isEmpty else { return [CheckedContinuation<Void, Never>]() }
            return interchanges.flatMap { Self.change($0, in: &state) }
        }
        for continuation in continuations { continuation.resume() }
    }

    private static func change(_ interchange: String, in state: inout State) -> [CheckedContinuation<Void, Never>] {
        guard let interests = state.interests[interchange] else { return [] }
        var woken: [CheckedContinuation<Void, Never>] = []
        for (id, interest) in interests {
            if case .waiting(let continuation) = interest {
                woken.append(continuation)
                state.interests[interchange]?[id] = .idle
            } else {
                state.interests[interchange]?[id] = .changed
            }
        }
        return woken
    }

    /// Registers interest. The caller takes a ticket, looks, and waits: what happens in between is not missed.
    func ticket(for interchange: String) -> Ticket {
        let id = state.withLock { state in
            state.next += 1
            state.interests[interchange, default: [:]][state.next] = .idle
            return state.next
        }
        return Ticket(waiters: self, interchange: interchange, id: id)
    }

    /// One caller's interest, until the ticket is let go.
    final class Ticket: Sendable {
        private let waiters: Waiters
        private let interchange: String
        private let id: UInt64

        fileprivate init(waiters: Waiters, interchange: String, id: UInt64) {
            self.waiters = waiters
            self.interchange = interchange
            self.id = id
        }

        deinit { waiters.forget(interchange, id) }

        /// Waits for the next change since the last wait, at most so long.
        func wait(atMost duration: Duration) async {
            let timer = Task { [waiters, interchange, id] in
                try? await Task.sleep(for: duration)
                waiters.release(interchange, id)
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { waiters.park(interchange, id, $0) }
            } onCancel: {
                waiters.release(interchange, id)
            }
            timer.cancel()
        }
    }

    private func park(_ interchange: String, _ id: UInt64, _ continuation: CheckedContinuation<Void, Never>) {
        let goesOn = state.withLock { state in
            if case .changed = state.interests[interchange]?[id] ?? .changed {
                state.interests[interchange]?[id] = .idle
                return true
            }
            state.interests[interchange]?[id] = .waiting(continuation)
            return false
        }
        if goesOn { continuation.resume() }
    }

    private func release(_ interchange: String, _ id: UInt64) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let interest = state.interests[interchange]?[id] else { return nil }
            if case .waiting(let continuation) = interest {
                state.interests[interchange]?[id] = .idle
                return continuation
            }
            state.interests[interchange]?[id] = .changed
            return nil
        }
        continuation?.resume()
    }

    private func forget(_ interchange: String, _ id: UInt64) {
        state.withLock { state in
            state.interests[interchange]?[id] = nil
            if state.interests[interchange]?.isEmpty == true { state.interests[interchange] = nil }
        }
    }
}
