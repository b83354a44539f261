import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Tells open pages when something changed: one look a second for all of them together, none while no page is open.
actor LiveWatcher {
    private let gateway: GatewayInForce
    private var listeners: [UInt64: AsyncStream<UInt64>.Continuation] = [:]
    private var next: UInt64 = 0
    private var changes: UInt64 = 0
    private var watch: Task<Void, Never>?

    /// How many pages may be open at once; more of them are not live.
    static let most = 500

    init(gateway: GatewayInForce) { self.gateway = gateway }

    /// The numbers of changes as they come; of several while the page is busy only the last. Nil when too many listen.
    func listen() -> (id: UInt64, changes: AsyncStream<UInt64>)? {
        guard listeners.count < Self.most else { return nil }
        let (stream, continuation) = AsyncStream.makeStream(of: UInt64.self, bufferingPolicy: .bufferingNewest(1))
        next += 1
        listeners[next] = continuation
        if watch == nil { watch = Task { await self.run() } }
        return (next, stream)
    }

    func leave(_ id: UInt64) {
        listeners[id]?.finish()
        listeners[id] = nil
        if listeners.isEmpty {
            watch?.cancel()
            watch = nil
        }
    }

    private func run() async {
        var last: ChangeMark?
        var seconds = 0
        while !Task.isCancelled {
            let mark = try? await gateway.current.changeMark()
            seconds += 1
            // What another node did shows in no mark of this one, and times go by: half a minute is the latest.
            if let last, let mark, mark != last || seconds >= 30 {
                seconds = 0
                changes += 1
                for listener in listeners.values { listener.yield(changes) }
            }
            last = mark ?? last
            try? await Task.sleep(for: .seconds(1))
        }
    }
}

extension Console {
    /// Server-sent events (WHATWG HTML, 9.2) for whoever is signed in: `changed`, with nothing in it that a page does not ask for
    /// itself.
    func events(_ request: Request, _ context: some RemoteAddressRequestContext) async throws -> Response {
        var visit = Visit(request, context, console: self)
        try await visit.identify(isUse: false)
        guard visit.caller != nil, let (id, changes) = await watcher.listen() else {
            // 204 ends the browser's tries to come back.
            return Response(status: .noContent)
        }
        let watcher = watcher
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                do {
                    try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
                    for await change in changes.cancelOnGracefulShutdown() {
                        try await writer.write(ByteBuffer(string: "event: changed\ndata: \(change)\n\n"))
                    }
                    await watcher.leave(id)
                    try await writer.finish(nil)
                } catch {
                    await watcher.leave(id)
                    throw error
                }
            })
    }
}
