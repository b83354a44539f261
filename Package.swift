// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A target of the product: Swift 6, every warning an error.
func target(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// The tests of one target; the folder is named after it.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

/// A C library that Debian packages.
func system(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
    name: "milepost",
    products: [
        .executable(name: "milepost", targets: ["Milepost"]),
        // The syntaxes alone, each with the tree and the faults that they share.
        .library(name: "EDIFACT", targets: ["Diagnostics", "EDIFACT", "Syntax"]),
        .library(name: "X12", targets: ["Diagnostics", "Syntax", "X12"]),
        .library(name: "Tradacoms", targets: ["Diagnostics", "Syntax", "Tradacoms"]),
        .library(name: "Directories", targets: ["Diagnostics", "Directories", "Syntax"]),
        // For the benchmarks, which are a package of their own.
        .library(
            name: "MilepostReading",
            targets: [
                "Diagnostics", "Directories", "EDIFACT", "Mapping", "Orders", "Syntax", "Tradacoms", "X12", "XMLFormat",
            ]),
        .library(name: "MilepostChannels", targets: ["Channels"]),
        .library(name: "MilepostRollout", targets: ["Rollout"]),
        .library(name: "MilepostStore", targets: ["Store", "StoreSQLite", "StorePostgres"]),
        .library(
            name: "MilepostGateway", targets: ["ConfigurationFiles", "Gateway", "Rollout", "Store", "StoreSQLite"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: ["FullFoundation"]),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .executableTarget(
            name: "Milepost",
            dependencies: [
                "CLinux", "Channels", "ConfigurationFiles", "Console", "Diagnostics", "Directories", "Gateway",
                "HTTPAPI",
                "Intake",
                "Mapping",
                "Orders", "Rollout", "Store", "StorePostgres", "StoreSQLite", "Syntax",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        target(
            "Console",
            [
                "Diagnostics", "Digests", "Gateway", "Intake", "Mapping", "Rollout",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Assets"), .embedInCode("Templates"), .embedInCode("Texts")]
        ),
        target(
            "HTTPAPI",
            [
                "Diagnostics", "Gateway", "Intake", "Orders", "Rollout",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("openapi.yaml")]
        ),
        target(
            "Gateway",
            [
                "Calendars", "Channels", "ConfigurationFiles", "Diagnostics", "Digests", "Intake", "Mapping", "Orders",
                "Rollout", "Store", "Syntax", "XMLFormat",
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.embedInCode("Meanings/Texts")]
        ),
        target(
            "Channels", ["CLibCurl", "CLinux", "COpenSSL", "CZlib", "Diagnostics", "Digests", "PostgresWire"]),
        target(
            "StoreSQLite",
            [
                "Store", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            resources: [.embedInCode("Migrations")]),
        target("StorePostgres", ["PostgresWire", "Store"], resources: [.embedInCode("Migrations")]),
        target("PostgresWire", ["CLibPQ"]),
        target("Store", ["Diagnostics", "Digests", "Intake", "Orders", "Rollout", "Syntax"]),
        target(
            "ConfigurationFiles",
            [
                "Calendars", "Diagnostics", "Directories", "Intake", "Mapping", "Orders", "Rollout", "Syntax",
                "XMLFormat",
            ]
        ),
        target(
            "Intake",
            [
                "Diagnostics", "Directories", "EDIFACT", "FlatFile", "Mapping", "Orders", "Rollout", "Syntax",
                "Tradacoms",
                "X12", "XMLFormat",
            ]
        ),
        target("Calendars", ["Rollout"]),
        target("Rollout", ["Diagnostics", "Orders"]),
        target(
            "Mapping",
            [
                "Diagnostics", "Directories", "Orders", "Syntax", "XMLFormat",
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        target("EDIFACT", ["Diagnostics", "Syntax"]),
        target("X12", ["Diagnostics", "Syntax"]),
        target("Tradacoms", ["Diagnostics", "Syntax"]),
        target("FlatFile", ["Diagnostics", "Syntax"]),
        target("XMLFormat", ["CLibXML2", "Diagnostics", "Syntax"], resources: [.copy("Schemas")]),
        target("Directories", ["Diagnostics", "Syntax"], resources: [.copy("Data")]),
        target("Syntax", ["CScan", "Diagnostics"]),
        target("Orders", ["Diagnostics"]),
        target("Diagnostics", []),
        target("Digests", ["COpenSSL"]),
        system("CLibXML2", "libxml-2.0", "libxml2-dev"),
        system("CLibCurl", "libcurl", "libcurl4-openssl-dev"),
        system("CZlib", "zlib", "zlib1g-dev"),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CScan"),
        system("CLibPQ", "libpq", "libpq-dev"),
        system("COpenSSL", "libcrypto", "libssl-dev"),

        .target(name: "TestPeers", path: "Tests/TestPeers", swiftSettings: strict),
        .target(
            name: "ReadingSupport", dependencies: ["Diagnostics", "Syntax"], path: "Tests/ReadingSupport",
            swiftSettings: strict),
        tests("ChannelsTests", ["Channels", "Diagnostics", "TestPeers"]),
        tests(
            "StoreTests",
            [
                "Diagnostics", "Digests", "Intake", "Orders", "PostgresWire", "Rollout", "Store", "StorePostgres",
                "StoreSQLite",
                "Syntax",
            ]),
        tests("CalendarsTests", ["Calendars", "Rollout"]),
        tests("DigestsTests", ["Digests"]),
        tests("DiagnosticsTests", ["Diagnostics"]),
        tests("OrdersTests", ["Diagnostics", "Orders"], exclude: ["Snapshots"]),
        tests(
            "ShippedMappingsTests",
            [
                "Diagnostics", "Digests", "Directories", "EDIFACT", "Intake", "Mapping", "Orders", "ReadingSupport",
                "Rollout",
                "Syntax",
                "X12", "XMLFormat",
            ],
            exclude: ["Generated", "samples.md", "x12-samples.txt"]),
        tests("SyntaxTests", ["Diagnostics", "Syntax"]),
        tests(
            "ConfigurationFilesTests",
            [
                "Calendars", "ConfigurationFiles", "Diagnostics", "Directories", "EDIFACT", "Intake", "Mapping",
                "Orders",
                "Rollout", "Syntax", "XMLFormat",
            ]),
        tests(
            "GatewayTests",
            [
                "Calendars", "Channels", "ConfigurationFiles", "Diagnostics", "Digests", "Directories", "EDIFACT",
                "Gateway", "Intake", "Orders", "Rollout", "Store",
                "StorePostgres", "StoreSQLite", "Syntax", "TestPeers", "XMLFormat",
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Tables"]),
        tests(
            "HTTPAPITests",
            [
                "ConfigurationFiles", "Console", "Gateway", "HTTPAPI", "Intake", "Rollout", "StoreSQLite", "TestPeers",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        tests(
            "MilepostTests", ["Milepost", "ReadingSupport", "TestPeers"],
            exclude: ["as2_peer.py", "broken_backend.py", "console_pages.py", "console_stories.py"]),
        tests("ConsoleTests", ["Console", "Diagnostics", "Gateway"]),
        tests("LayeringTests", []),
        tests("SamplesTests", ["Diagnostics", "Intake", "Syntax"]),
        tests("RolloutTests", ["Diagnostics", "Rollout"], exclude: ["README.md", "Snapshots"]),
        tests(
            "IntakeTests",
            [
                "Diagnostics", "Directories", "EDIFACT", "Intake", "Orders", "ReadingSupport", "Rollout", "Syntax",
                "Tradacoms", "X12",
            ]),
        tests(
            "MappingTests", ["Diagnostics", "Directories", "EDIFACT", "Mapping", "Orders", "Syntax", "XMLFormat"],
            exclude: ["Mappings"]),
        tests("FlatFileTests", ["Diagnostics", "FlatFile", "ReadingSupport", "Syntax"]),
        tests("XMLFormatTests", ["Diagnostics", "ReadingSupport", "Syntax", "XMLFormat"]),
        tests("EDIFACTTests", ["Diagnostics", "EDIFACT", "ReadingSupport", "Syntax"]),
        tests("X12Tests", ["Diagnostics", "ReadingSupport", "Syntax", "X12"]),
        tests("TradacomsTests", ["Diagnostics", "ReadingSupport", "Syntax", "Tradacoms"]),
        tests("DirectoriesTests", ["Diagnostics", "Directories", "EDIFACT", "ReadingSupport", "Syntax", "X12"]),
    ],
    swiftLanguageModes: [.v6]
)
