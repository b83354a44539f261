import Diagnostics

/// Sends HTTP requests, many at a time, on one thread of its own.
///
/// A request is tried once. It is not redirected, not repeated and not changed; proxies, cookies and credentials of the
/// environment are not used. TLS certificates are verified, TLS 1.2 is the least. The queue, the requests under way and
/// the answers are limited. Dropping the last reference ends the thread as ``shutdown()`` does.
public final class HTTPSender: Sendable {
    /// What a sender may use.
    public struct Limits: Sendable, Hashable {
        /// Requests under way at the same time.
        public var inFlight: Int
        /// Requests that wait for their turn; one more is not sent.
        public var waiting: Int
        /// The bytes of an answer's body that are kept.
        public var answerBody: Int
        /// The bytes of an answer's header lines; more is no answer.
        public var answerHeaders: Int

        /// The usual limits unless told otherwise.
        public init(inFlight: Int = 64, waiting: Int = 1_024, answerBody: Int = 65_536, answerHeaders: Int = 65_536) {
            precondition(inFlight > 0 && waiting > 0 && answerBody > 0 && answerHeaders > 0)
            self.inFlight = inFlight
            self.waiting = waiting
            self.answerBody = answerBody
            self.answerHeaders = answerHeaders
        }
    }

    /// Which certificates count and which one is shown.
    public struct Identity: Sendable, Hashable {
        /// A file of certificate authorities (PEM) instead of the system's.
        public var authorities: String?
        /// Our certificate (PEM), for mutual TLS.
        public var certificate: String?
        /// The key of our certificate (PEM).
        public var key: String?

        /// The system's authorities and no certificate unless told otherwise.
        public init(authorities: String? = nil, certificate: String? = nil, key: String? = nil) {
            self.authorities = authorities
            self.certificate = certificate
            self.key = key
        }
    }

    private let engine: CurlEngine
    private let identity: Identity

    /// A sender whose thread runs at once.
    public init(limits: Limits = Limits(), identity: Identity = Identity()) {
        self.identity = identity
        engine = CurlEngine(limits: limits)
        engine.start()
    }

    deinit { engine.stop() }

    /// Sends a request and says what became of it. Cancelling the task ends the request: not sent when it was waiting,
    /// unknown when its bytes may have left.
    public func send(_ request: OutgoingRequest) async -> SendOutcome {
        if let fault = request.fault {
            return .notSent(Diagnostic("deliver.request-invalid", value: request.url, facts: ["reason": fault]))
        }
        let transfer = Transfer(request, limits: engine.limits, identity: identity)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.whenFinished { continuation.resume(returning: $0) }
                engine.submit(transfer)
            }
        } onCancel: {
            transfer.cancel()
            engine.noticeCancellation()
        }
    }

    /// Ends the thread: what waits is not sent, what is under way ends as unknown if its bytes may have left. Returns when
    /// all of them have their outcome.
    public func shutdown() async {
        await withCheckedContinuation { continuation in
            engine.stop { continuation.resume() }
        }
    }
}
