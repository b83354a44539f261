import Diagnostics
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Answers what is no HTTP with a problem, as everything else is answered, and lets the connection end.
final class MalformedRequests: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Requests that wait for their answer.
    private var open = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head = unwrapInboundIn(data) { open += 1 }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { open -= 1 }
        context.write(data, promise: promise)
    }

    /// A request under way hears of the fault by its body, which does not end.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let fault = error as? HTTPParserError, open == 0 else { return context.fireErrorCaught(error) }
        let answer = Self.problem(of: fault).message(requestID: AnswerEnvelope.newID())
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        context.write(wrapOutboundOut(.body(answer.body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(mode: .output, promise: nil)
    }

    private static func problem(of fault: HTTPParserError) -> Problem {
        switch fault {
        case .headerOverflow: Problem(.requestHeaderFieldsTooLarge, "api.head-too-large")
        default: Problem(.badRequest, "api.request-malformed", facts: ["fault": "\(fault)"])
        }
    }
}
