import CLibCurl
import Diagnostics
import Glibc
import Synchronization

/// The thread of a sender with its libcurl multi handle, and the queue in front of it.
///
/// Only ``shared`` is touched by several threads; everything else belongs to the engine's own.
final class CurlEngine: @unchecked Sendable {
    /// What senders and the thread share.
    private struct Shared {
        var waiting: [any CurlTransfer] = []
        /// Some transfer was cancelled since the thread last looked.
        var hasCancelled = false
        var isStopping = false
        /// The thread has ended, and with it the multi handle.
        var hasEnded = false
        var callbacks: [@Sendable () -> Void] = []
    }

    let limits: HTTPSender.Limits
    private let shared = Mutex(Shared())
    /// Made before the thread starts and freed when it ends; `curl_multi_wakeup` is the one call that others may make.
    private let multi: UnsafeMutableRawPointer?

    private var active: [UnsafeMutableRawPointer: any CurlTransfer] = [:]
    /// Handles that are set up anew for the next transfers.
    private var idle: [UnsafeMutableRawPointer] = []

    init(limits: HTTPSender.Limits) {
        self.limits = limits
        _ = Self.isReady
        multi = curl_multi_init()
        if let multi {
            milepost_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, limits.inFlight)
        }
    }

    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Starts the thread, which keeps the engine until it ends.
    func start() {
        let this = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { data in
                if let data { Unmanaged<CurlEngine>.fromOpaque(data).takeRetainedValue().run() }
                return nil
            }, this.toOpaque())
        if result == 0 {
            pthread_detach(thread)
        } else {
            this.release()
            end()
        }
    }

    /// Puts a transfer in the queue, or gives it its outcome when there is no room.
    func submit(_ transfer: any CurlTransfer) {
        let refusal: Code? = shared.withLock { shared in
            if shared.isStopping || shared.hasEnded { return "deliver.stopped" }
            // A cancellation before this is seen here, one after it finds the transfer in the queue.
            if transfer.isCancelled { return "deliver.cancelled" }
            if shared.waiting.count >= limits.waiting { return "deliver.queue-full" }
            shared.waiting.append(transfer)
            if let multi, shared.waiting.count == 1 { curl_multi_wakeup(multi) }
            return nil
        }
        if let refusal { transfer.refuse(refusal, [:]) }
    }

    /// Says that a transfer's mark of cancellation was set.
    func noticeCancellation() {
        shared.withLock { shared in
            shared.hasCancelled = true
            if let multi, !shared.hasEnded { curl_multi_wakeup(multi) }
        }
    }

    /// Ends the thread; `callback` is called when it has.
    func stop(_ callback: @escaping @Sendable () -> Void = {}) {
        let isOver = shared.withLock { shared in
            shared.isStopping = true
            if shared.hasEnded { return true }
            shared.callbacks.append(callback)
            if let multi { curl_multi_wakeup(multi) }
            return false
        }
        if isOver { callback() }
    }
}

// MARK: - On the thread

extension CurlEngine {
    private func run() {
        while let multi {
            let turn = take()
            if turn.isStopping { break }
            for transfer in turn.started { begin(transfer, multi) }
            if turn.hasCancelled { endCancelled(multi) }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            var result = CURLE_OK
            while let handle = milepost_curl_ended(multi, &result) { finish(handle, result, multi) }
            if active.count == limits.inFlight || turn.isEmpty { curl_multi_poll(multi, nil, 0, 1_000, nil) }
        }
        end()
    }

    /// What the thread has to do next.
    private struct Turn {
        var started: [any CurlTransfer] = []
        var hasCancelled = false
        var isStopping = false
        /// Nothing waits any more.
        var isEmpty = true
    }

    private func take() -> Turn {
        shared.withLock { shared in
            var turn = Turn(hasCancelled: shared.hasCancelled, isStopping: shared.isStopping)
            shared.hasCancelled = false
            guard !turn.isStopping else { return turn }
            turn.started = Array(shared.waiting.prefix(limits.inFlight - active.count))
            shared.waiting.removeFirst(turn.started.count)
            turn.isEmpty = shared.waiting.isEmpty
            return turn
        }
    }

    private func begin(_ transfer: any CurlTransfer, _ multi: UnsafeMutableRawPointer) {
        guard !transfer.isCancelled else { return transfer.refuse("deliver.cancelled", [:]) }
        guard let handle = idle.popLast() ?? curl_easy_init(), transfer.prepare(handle),
            curl_multi_add_handle(multi, handle) == CURLM_OK
        else {
            return transfer.refuse("deliver.request-invalid", ["reason": "libcurl did not take it"])
        }
        active[handle] = transfer
    }

    private func finish(_ handle: UnsafeMutableRawPointer, _ result: CURLcode, _ multi: UnsafeMutableRawPointer) {
        guard let transfer = active.removeValue(forKey: handle) else { return }
        let tell = transfer.ending(handle, result)
        retire(handle, multi)
        tell()
    }

    private func endCancelled(_ multi: UnsafeMutableRawPointer) {
        for (handle, transfer) in active where transfer.isCancelled {
            active[handle] = nil
            retire(handle, multi)
            transfer.interrupt("deliver.cancelled")
        }
        let waiting = shared.withLock { shared in
            let cancelled = shared.waiting.filter(\.isCancelled)
            if !cancelled.isEmpty { shared.waiting.removeAll(where: \.isCancelled) }
            return cancelled
        }
        for transfer in waiting { transfer.refuse("deliver.cancelled", [:]) }
    }

    private func retire(_ handle: UnsafeMutableRawPointer, _ multi: UnsafeMutableRawPointer) {
        curl_multi_remove_handle(multi, handle)
        curl_easy_reset(handle)
        idle.append(handle)
    }

    /// Gives everything its outcome and frees libcurl's handles.
    private func end() {
        let (waiting, callbacks) = shared.withLock { shared in
            shared.hasEnded = true
            defer {
                shared.waiting = []
                shared.callbacks = []
            }
            return (shared.waiting, shared.callbacks)
        }
        for transfer in waiting { transfer.refuse("deliver.stopped", [:]) }
        if let multi {
            for (handle, transfer) in active {
                retire(handle, multi)
                transfer.interrupt("deliver.stopped")
            }
            active = [:]
            for handle in idle { curl_easy_cleanup(handle) }
            curl_multi_cleanup(multi)
        }
        for callback in callbacks { callback() }
    }
}
