public import Rollout

/// One gateway as its configuration describes it.
public struct Installation: Sendable {
    public var listen: ListenAddress
    public var store: StoreLocation
    /// The name of this node among the nodes on one store; nil for the machine's own.
    public var nodeName: String?
    public var limits: Limits
    public var backends: [Backend]
    /// What decides what a birth gets, with all milestones planned, nothing completed and no mapping hashes: the store
    /// holds the state and the mappings' compiler the hashes.
    public var routing: RoutingSnapshot
    public var partners: [Partner]
    public var milestones: [Milestone]
    public var folders: [WatchedFolder]
    /// The databases whose cross references are read again and again.
    public var masterData: [MasterSource] = []
    /// Who we are at providers whose APIs are described.
    public var providers: [ProviderAccount] = []
    /// When milestones may not go on, or may alone.
    public var freezes: [FreezeWindow] = []
    /// Whether people reach the console over TLS, which a proxy in front ends: cookies go over nothing else then.
    public var isBehindTLS = false
    /// Who we are in AS2; nil where nothing is said of it.
    public var as2: AS2Station?
    /// By site: what may differ between the orders that its back ends list, and what tells items of lists apart.
    public var verifying: [String: ShadowRules] = [:]
    /// The sources of the shipped mappings and the house's own, by path below `mappings/`; a file of the house replaces
    /// the shipped one of its path.
    public var mappings: [String: [UInt8]]

    /// An installation by its parts; without any, one that keeps its data in `./milepost-data` and talks to this machine
    /// only.
    public init(
        listen: ListenAddress = ListenAddress(), store: StoreLocation = .default, nodeName: String? = nil,
        limits: Limits = Limits(), backends: [Backend] = [], routing: RoutingSnapshot = RoutingSnapshot(),
        partners: [Partner] = [], milestones: [Milestone] = [], folders: [WatchedFolder] = [],
        mappings: [String: [UInt8]] = [:]
    ) {
        self.listen = listen
        self.store = store
        self.nodeName = nodeName
        self.limits = limits
        self.backends = backends
        self.routing = routing
        self.partners = partners
        self.milestones = milestones
        self.folders = folders
        self.mappings = mappings
    }

    /// The first setting that differs from another installation's and counts only after a restart; nil for none.
    public func firstToRestartFor(since other: Installation) -> String? {
        if listen != other.listen { return "listen" }
        if store != other.store { return "store" }
        if isBehindTLS != other.isBehindTLS { return "console" }
        if nodeName != other.nodeName { return "node" }
        if limits.largestInterchange != other.limits.largestInterchange { return "limits" }
        return nil
    }

    /// A back end by its name.
    public func backend(named name: String) -> Backend? { backends.first { $0.name == name } }

    /// A partner by its id.
    public func partner(_ id: String) -> Partner? { partners.first { $0.id == id } }
}

/// Where the HTTP server listens.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A host name or an address; an IPv6 address stands without its brackets.
    public var host: String
    /// 0 lets the system choose.
    public var port: Int

    /// An address; by default this machine only, port 8480.
    public init(host: String = "127.0.0.1", port: Int = 8480) {
        self.host = host
        self.port = port
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// True when only this machine can reach it.
    public var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}

/// Where what the gateway knows is kept.
public enum StoreLocation: Sendable, Hashable, CustomStringConvertible {
    /// SQLite in a folder, which is made if absent.
    case sqlite(folder: String)
    /// PostgreSQL by its connection URL, which may hold a password.
    case postgres(url: Secret)

    public static let `default` = StoreLocation.sqlite(folder: "./milepost-data")

    public var description: String {
        switch self {
        case .sqlite(let folder): "SQLite in \(folder)"
        case .postgres: "PostgreSQL"
        }
    }
}

/// How much is taken in at once.
public struct Limits: Sendable, Hashable {
    /// The largest interchange in bytes, after decompression.
    public var largestInterchange: Int
    /// The largest XML document in bytes; XML is held in memory whole.
    public var largestXML: Int

    /// Limits; by default 250 MB and 20 MB.
    public init(largestInterchange: Int = 250_000_000, largestXML: Int = 20_000_000) {
        self.largestInterchange = largestInterchange
        self.largestXML = largestXML
    }
}
