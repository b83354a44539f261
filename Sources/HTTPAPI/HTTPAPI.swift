public import Gateway
import HTTPTypes
public import Hummingbird
public import Logging
import NIOCore

/// The gateway over HTTP: routes, their JSON, problem answers, keys, limits. It decides nothing and knows no SQL.
///
/// ``Endpoint`` is one row of the table that everything else is made from: the router, the answer to a wrong method,
/// the test that holds the OpenAPI document against the routes. ``AnswerEnvelope`` wraps each answer (request id, security
/// headers, errors as ``Problem``); ``Reception`` takes bodies in without ever holding a large one.
public struct HTTPAPI: Sendable {
    /// What a client may ask of the server.
    public struct Limits: Sendable, Hashable {
        /// The largest payload, in bytes.
        public var largestPayload: Int
        /// The largest body of an action, in bytes.
        public var largestRequest = 1 << 20
        /// How long a connection may be silent between requests, in seconds.
        public var idle: Int64
        /// How long a body may be silent.
        public var bodySilence = Duration.seconds(30)
        /// How long a body may be waited for, whatever its pace.
        public var bodyGrace = Duration.seconds(60)
        /// The slowest body that is waited for beyond that, in bytes per second on average.
        public var slowestBody = 1_024
        /// The longest wait for an outcome, in seconds.
        public var longestWait = 60

        /// Limits; by default 250 MB and 60 s of silence.
        public init(largestPayload: Int = 250 << 20, idle: Int64 = 60) {
            self.largestPayload = largestPayload
            self.idle = idle
        }
    }

    let inForce: GatewayInForce
    /// The gateway that answers now.
    var gateway: Gateway { inForce.current }
    let limits: Limits
    let logger: Logger
    let counters: Counters

    /// The interface of a gateway, whichever is in force.
    public init(gateway: GatewayInForce, limits: Limits = Limits(), logger: Logger) {
        inForce = gateway
        self.limits = limits
        self.logger = logger
        counters = Counters()
    }

    /// Every route, in the order of the OpenAPI document.
    var endpoints: [Endpoint] {
        as2Endpoints + interchangeEndpoints + documentEndpoints + orderEndpoints + milestoneEndpoints
            + rehearsalEndpoints
            + shadowEndpoints + verificationEndpoints
            + transferEndpoints + fenceEndpoints
            + backendEndpoints + masterEndpoints + problemEndpoints + replayEndpoints
            + codeEndpoints + mappingEndpoints + keyEndpoints + userEndpoints + reportEndpoints + operationEndpoints
    }

    /// Reads the configuration again and puts it in force.
    func reload(by caller: Caller) async throws -> GatewayInForce.Change { try await inForce.reload(by: caller) }

    /// The router of all routes.
    ///
    /// - Parameter adding: adds routes of others, whose answers get the same envelope.
    public func router(adding: (Router<APIContext>) -> Void = { _ in }) -> Router<APIContext> {
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        let table = endpoints
        router.middlewares.add(
            AnswerEnvelope(patterns: table.map { ($0.method, $0.path) }, counters: counters, logger: logger))
        for endpoint in table {
            router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
                try await answer(endpoint, request, context)
            }
        }
        adding(router)
        return router
    }

    /// The server, as a service that stops gracefully: requests under way are finished first.
    ///
    /// - Parameters:
    ///   - adding: adds routes of others.
    ///   - onRunning: is told the port that was bound, which matters when 0 was asked for.
    public func server(
        host: String, port: Int, adding: (Router<APIContext>) -> Void = { _ in },
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            router: router(adding: adding),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [MalformedRequests(), BodyPaceHandler(limits: limits)],
                    idleTimeout: .seconds(limits.idle),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
            configuration: .init(address: .hostname(host, port: port), backlog: 1_024),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) },
            logger: logger
        )
    }

    private func answer(_ endpoint: Endpoint, _ request: Request, _ context: APIContext) async throws -> Response {
        var context = context
        if let right = endpoint.right {
            let caller = try await authenticate(request, context)
            guard caller.may(right) else { throw Problem.forbidden(role: caller.role.rawValue) }
            context.caller = caller
        }
        return try await endpoint.respond(request, context)
    }
}
