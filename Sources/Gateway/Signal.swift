import Synchronization

/// Wakes one loop that waits for work. A signal given while nobody waits is kept, once.
final class Signal: Sendable {
    private struct State {
        var isSet = false
        var waiter: (id: UInt64, continuation: CheckedContinuation<Void, Never>)?
        var next: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Wakes the loop, now or when it comes to wait.
    func set() {
        let continuation = state.withLock { state in
            if let waiter = state.waiter {
                state.waiter = nil
                return waiter.continuation as CheckedContinuation<Void, Never>?
            }
            state.isSet = true
            return nil
        }
        continuation?.resume()
    }

    /// Waits for the signal, at most so long; returns early when the task is cancelled. One loop waits at a time.
    func wait(atMost duration: Duration) async {
        let timer = Task { [self] in
            try? await Task.sleep(for: duration)
            if !Task.isCancelled { set() }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resumeNow = state.withLock { state in
                    if state.isSet || Task.isCancelled {
                        state.isSet = false
                        return true
                    }
                    precondition(state.waiter == nil, "two loops wait for one signal")
                    state.next += 1
                    state.waiter = (state.next, continuation)
                    return false
                }
                if resumeNow { continuation.resume() }
            }
        } onCancel: {
            set()
        }
        timer.cancel()
    }
}
