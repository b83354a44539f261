/// A target of the product and all that it may import beside the standard library.
struct Layer {
    var name: String
    /// Targets that stand above it in ``layers``, that is: below it in the architecture.
    var targets: [String]
    /// Products of other packages, and the platform's modules.
    var outside: [String] = []
}

/// The targets from the bottom up; arrows point down only. Up to `Intake` nothing does I/O: what may open files, sockets
/// or databases is listed there by name, and is little.
let layers: [Layer] = [
    Layer(name: "Diagnostics", targets: []),
    Layer(name: "Digests", targets: ["COpenSSL"]),
    Layer(name: "Orders", targets: ["Diagnostics"]),
    Layer(name: "Syntax", targets: ["CScan", "Diagnostics"]),
    // Foundation finds the data that is shipped with the target.
    Layer(name: "Directories", targets: ["Diagnostics", "Syntax"], outside: ["Foundation", "Synchronization"]),
    Layer(name: "EDIFACT", targets: ["Diagnostics", "Syntax"]),
    Layer(name: "X12", targets: ["Diagnostics", "Syntax"]),
    Layer(name: "Tradacoms", targets: ["Diagnostics", "Syntax"]),
    Layer(name: "FlatFile", targets: ["Diagnostics", "Syntax"]),
    // libxml2 is C: its strings are freed by Glibc, its initialisation is guarded.
    Layer(
        name: "XMLFormat", targets: ["CLibXML2", "Diagnostics", "Syntax"],
        outside: ["Foundation", "Glibc", "Synchronization"]),
    // Mappings are compiled by as many threads as there are cores.
    Layer(
        name: "Mapping", targets: ["Diagnostics", "Directories", "EDIFACT", "Orders", "Syntax", "XMLFormat"],
        outside: ["Dispatch", "Foundation", "Synchronization", "Yams"]),
    Layer(name: "Rollout", targets: ["Diagnostics", "Orders"]),
    Layer(name: "Calendars", targets: ["Rollout"]),
    Layer(
        name: "Intake",
        targets: [
            "Diagnostics", "Digests", "Directories", "EDIFACT", "FlatFile", "Mapping", "Orders", "Rollout", "Syntax",
            "Tradacoms", "X12", "XMLFormat",
        ]
    ),

    // From here on, I/O.
    Layer(name: "PostgresWire", targets: ["CLibPQ"], outside: ["Foundation"]),
    Layer(
        name: "ConfigurationFiles",
        targets: [
            "Calendars", "Diagnostics", "Directories", "Intake", "Mapping", "Orders", "Rollout", "Syntax", "XMLFormat",
        ],
        outside: ["Foundation"]),
    Layer(
        name: "Store", targets: ["Diagnostics", "Digests", "Intake", "Orders", "Rollout", "Syntax"],
        outside: ["Foundation", "Synchronization"]),
    Layer(
        name: "StoreSQLite", targets: ["Diagnostics", "Store"],
        outside: ["Foundation", "Glibc", "GRDB", "GRDBSQLite", "Synchronization"]),
    Layer(
        name: "StorePostgres", targets: ["Diagnostics", "PostgresWire", "Store"],
        outside: ["Foundation", "Glibc", "Synchronization"]),
    Layer(
        name: "Channels",
        targets: ["CLibCurl", "CLinux", "COpenSSL", "CZlib", "Diagnostics", "Digests", "PostgresWire"],
        outside: ["Dispatch", "Foundation", "Glibc", "Synchronization"]),
    Layer(
        name: "Gateway",
        targets: [
            "Calendars", "Channels", "ConfigurationFiles", "Diagnostics", "Digests", "Directories", "Intake", "Mapping",
            "Orders", "Rollout", "Store", "Syntax", "XMLFormat",
        ],
        outside: ["Dispatch", "Foundation", "Glibc", "Logging", "ServiceLifecycle", "Synchronization"]),
    Layer(
        name: "Console", targets: ["Diagnostics", "Digests", "Gateway", "Intake", "Mapping", "Rollout"],
        outside: [
            "Foundation", "HTTPTypes", "Hummingbird", "Logging", "Mustache", "NIOCore", "ServiceLifecycle",
        ]),
    Layer(
        name: "HTTPAPI",
        targets: ["ConfigurationFiles", "Diagnostics", "Gateway", "Intake", "Orders", "Rollout", "Store"],
        outside: [
            "Foundation", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore", "NIOHTTP1",
            "NIOHTTPTypes", "ServiceLifecycle", "Synchronization",
        ]),
    Layer(
        name: "Milepost",
        targets: [
            "CLinux", "Channels", "ConfigurationFiles", "Console", "Diagnostics", "Digests", "Directories", "EDIFACT",
            "Gateway", "HTTPAPI", "Intake", "Mapping", "Orders", "Rollout", "Store", "StorePostgres", "StoreSQLite",
            "Syntax",
            "XMLFormat",
        ],
        outside: [
            "ArgumentParser", "Dispatch", "Foundation", "Glibc", "HTTPTypes", "Hummingbird", "HummingbirdCore",
            "Logging",
            "NIOCore", "ServiceLifecycle", "Synchronization", "UnixSignals",
        ]),
]

/// What comes with the toolchain and is no dependency of a package.
let platformModules: Set<String> = ["Dispatch", "Foundation", "Glibc", "Synchronization"]
/// The targets that only name a C library.
let systemLibraries: Set<String> = ["CLibCurl", "CLibPQ", "CLibXML2", "CLinux", "COpenSSL", "CScan", "CZlib"]
