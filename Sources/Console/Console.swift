public import Gateway
import HTTPTypes
public import Hummingbird
public import Logging

/// The pages for people: server-rendered, in five languages, working without scripts; a thin face over the gateway's desks, with
/// the same rights as the API. It decides nothing and knows no SQL.
///
/// ``PageRoute`` is one row of the table of pages. A request becomes a `Visit` (who asks, in which language and zone, with which
/// form), a page makes an `Answer` of it, and `PageWriter` turns that into HTML by Mustache, which escapes everything. Texts
/// stand in files by language; `LiveWatcher` tells open pages when something changed.
public struct Console: Sendable {
    let inForce: GatewayInForce
    let isSecure: Bool
    let logger: Logger
    let writer: PageWriter
    let watcher: LiveWatcher

    /// The console of a gateway, whichever is in force.
    ///
    /// - Parameter isSecure: whether people reach it over TLS: cookies go over nothing else then.
    public init(gateway: GatewayInForce, isSecure: Bool, logger: Logger) {
        inForce = gateway
        self.isSecure = isSecure
        self.logger = logger
        writer = PageWriter()
        watcher = LiveWatcher(gateway: gateway)
    }

    /// Every page.
    var routes: [PageRoute] {
        signInRoutes + overviewRoutes + documentRoutes + orderRoutes + problemRoutes + milestoneRoutes
            + peopleRoutes
    }

    /// Adds the pages to the router of the API.
    public func add<Context: RemoteAddressRequestContext>(to router: Router<Context>) {
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                await answer(route, request, context)
            }
        }
        for asset in Asset.all {
            router.get(RouterPath(asset.path)) { request, _ in asset.response(to: request) }
        }
        router.get("/console/events") { request, context in try await events(request, context) }
    }

    private func answer(
        _ route: PageRoute, _ request: Request, _ context: some RemoteAddressRequestContext
    ) async -> Response {
        var visit = Visit(request, context, console: self)
        do {
            try await visit.identify(isUse: request.headers[.live] == nil)
            guard visit.caller != nil || route.isOpen else { return visit.toSignIn() }
            if route.method == .post { try await visit.readForm(request, isOpen: route.isOpen) }
            if let right = route.right, visit.caller?.may(right) != true { throw PageFault.unknown }
            return try await writer.write(route.respond(visit), of: visit)
        } catch {
            return failure(error, visit)
        }
    }

    private func failure(_ error: any Error, _ visit: Visit) -> Response {
        let fault = PageFault(error)
        if fault.isUnexpected {
            logger.error(
                "A page ended in an unexpected error", metadata: ["path": "\(visit.path)", "error": "\(error)"])
        }
        let answer = Answer.page(
            ShownPage(
                "fault", title: visit.texts("fault.title"), ["fault": Words.fault(fault.report), "back": visit.back]),
            status: fault.status)
        do { return try writer.write(answer, of: visit) } catch {
            return Response(status: .internalServerError)
        }
    }
}
