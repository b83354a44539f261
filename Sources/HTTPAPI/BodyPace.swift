import NIOCore
import NIOHTTPTypes

/// How long a body may keep its server waiting. Only the time in which the server waits for the client counts: a client
/// is not blamed for a store that is slow.
struct BodyPace {
    let limits: HTTPAPI.Limits
    private var isBody = false
    private var received = 0
    /// What earlier waits for this body took.
    private var waited = TimeAmount.zero
    /// Since when the server waits for what comes next.
    private var since: NIODeadline?

    init(limits: HTTPAPI.Limits) { self.limits = limits }

    /// A request begins.
    mutating func begin() {
        isBody = true
        received = 0
        waited = .zero
        since = nil
    }

    /// The server is ready for more. True when a body is waited for.
    mutating func wait(at now: NIODeadline) -> Bool {
        guard isBody else { return false }
        if since == nil { since = now }
        return true
    }

    /// A piece of the body came.
    mutating func receive(_ bytes: Int, at now: NIODeadline) {
        if let since { waited = waited + (now - since) }
        since = nil
        received += bytes
    }

    /// The body is whole, or nobody cares for it any more.
    mutating func end() { isBody = false }

    /// When the wait under way is too long; nil when there is none.
    var deadline: NIODeadline? {
        guard isBody, let since else { return nil }
        let earned = TimeAmount.microseconds(Int64(received) * 1_000_000 / Int64(max(1, limits.slowestBody)))
        return min(since + TimeAmount(limits.bodySilence), since + TimeAmount(limits.bodyGrace) + earned - waited)
    }

    /// What the client is told.
    func fault(at now: NIODeadline) -> SlowBody {
        let last = since.map { now - $0 } ?? .zero
        return SlowBody(received: received, seconds: (waited + last).nanoseconds / 1_000_000_000)
    }
}

/// A body that stalls or drips.
struct SlowBody: Error {
    var received: Int
    var seconds: Int64
}

/// Holds a connection's bodies to ``BodyPace``: the one who reads a body that is too slow gets ``SlowBody``, and nothing
/// more of the connection is read.
final class BodyPaceHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var pace: BodyPace
    private var alarm: Scheduled<Void>?
    private var isOver = false

    init(limits: HTTPAPI.Limits) { pace = BodyPace(limits: limits) }

    func read(context: ChannelHandlerContext) {
        if pace.wait(at: context.eventLoop.now), alarm == nil { setAlarm(context) }
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head: pace.begin()
        case .body(let bytes): pace.receive(bytes.readableBytes, at: context.eventLoop.now)
        case .end: pace.end()
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        silence()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { silence() }

    private func silence() {
        alarm?.cancel()
        alarm = nil
    }

    private func setAlarm(_ context: ChannelHandlerContext) {
        guard let deadline = pace.deadline else { return }
        alarm = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.ring(context) }
    }

    private func ring(_ context: ChannelHandlerContext) {
        alarm = nil
        guard let deadline = pace.deadline else { return }
        guard deadline <= context.eventLoop.now else { return setAlarm(context) }
        isOver = true
        context.fireErrorCaught(pace.fault(at: context.eventLoop.now))
        pace.end()
    }
}
