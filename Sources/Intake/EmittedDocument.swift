import Diagnostics
public import Orders
public import Rollout

/// A back end's document on its way into ROUTE.
public struct EmittedDocument: Sendable, Hashable {
    public var document: BackendDocument
    /// The orders that it names, in key order.
    public var orders: [ResolvedOrder]
    /// The hash of its content, for an order that people typed in.
    public var contentHash: String
    /// When it was accepted; deadlines count from here.
    public var acceptedAt: Instant

    /// A document with the orders that it names.
    public init(document: BackendDocument, orders: [ResolvedOrder], contentHash: String, acceptedAt: Instant) {
        self.document = document
        self.orders = orders
        self.contentHash = contentHash
        self.acceptedAt = acceptedAt
    }
}

extension EmittedDocument {
    /// What a back end's document is before the orders' rows are locked.
    public enum Reading: Sendable, Hashable {
        case orders(EmittedDocument)
        /// It belongs to no order.
        case decided(BackendDecision)
    }

    /// A canonical document that a back end handed over, with the orders that it names. `facts` are those of the document;
    /// the caller says of what it is an echo.
    ///
    /// - Parameter keys: the orders that it states, where some are stated in another way than by their keys.
    public static func reading(
        _ canonical: CanonicalDocument, facts: DocumentFacts, from backend: String, keys: [OrderKey]? = nil,
        echoOf: String? = nil, acceptedAt: Instant, in snapshot: RoutingSnapshot
    ) -> Reading {
        reading(
            facts, of: keys ?? canonical.statedOrderKeys, from: backend, echoOf: echoOf, acceptedAt: acceptedAt,
            in: snapshot)
    }

    /// The same by what is known of a document; `keys` are the orders that it states.
    static func reading(
        _ facts: DocumentFacts, of keys: [OrderKey], from backend: String, echoOf: String? = nil, acceptedAt: Instant,
        in snapshot: RoutingSnapshot
    ) -> Reading {
        switch snapshot.resolve(facts, emittedBy: backend, keys: keys) {
        case .decided(let decision): return .decided(decision)
        case .orders(let orders):
            guard let first = orders.first else {
                return .decided(.fail(Diagnostic("route.order-number-missing", value: nil)))
            }
            let traits = first.site.name.flatMap { snapshot.traits(of: facts, buyer: first.buyer, site: $0) }
            return .orders(
                EmittedDocument(
                    document: BackendDocument(
                        document: facts.document, backend: backend, type: facts.type, echoOf: echoOf, site: first.site,
                        traits: traits),
                    orders: orders, contentHash: facts.contentHash, acceptedAt: acceptedAt))
        }
    }
}

/// The name under which what a back end hands over is kept, among the names of partners: `backend:erp-new`. No partner's
/// name has a colon.
public enum BackendSender {
    private static let prefix = "backend:"

    /// The sender that a back end is.
    public static func name(of backend: String) -> String { prefix + backend }

    /// The back end of a sender; nil for a partner.
    public static func backend(of sender: String) -> String? {
        sender.hasPrefix(prefix) ? String(sender.dropFirst(prefix.utf8.count)) : nil
    }
}

extension CanonicalDocument {
    /// What the values of a back end's document that are meant for the gateway are called.
    public enum GatewayExtension {
        /// The key of an order, as the header `X-Milepost-Order-Key` of its delivery said it; once for each order.
        public static let orderKey = "orderKey"
        /// A back end's own id of the order.
        public static let ownOrder = "ownOrder"
        /// The document that this one is a copy of, as the header `X-Milepost-Document` of its delivery said it.
        public static let origin = "origin"
    }

    /// The order keys that a back end's document gives back.
    public var statedOrderKeys: [OrderKey] {
        values(at: "extensions.\(GatewayExtension.orderKey)").map { OrderKey(text: $0) }
    }

    /// The orders that a back end's document names by the back end's own ids.
    public var statedOwnOrders: [String] { values(at: "extensions.\(GatewayExtension.ownOrder)") }

    /// The document that a back end says its document is a copy of.
    public var statedOrigin: String? { values(at: "extensions.\(GatewayExtension.origin)").first }
}
