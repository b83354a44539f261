// swift-tools-version: 6.2

import PackageDescription

let reading: Target.Dependency = .product(name: "MilepostReading", package: "milepost")

// A package of its own, so that nobody who builds the product builds the benchmarks.
let package = Package(
    name: "milepost-benchmarks",
    dependencies: [.package(name: "milepost", path: "../..")],
    targets: [
        // MB/s and orders/s of reading EDIFACT and X12, beside memchr: swift run -c release edi-rates FILE [PASSES];
        // beside other readers too: ./edi-rates.py
        .executableTarget(name: "edi-rates", dependencies: [reading]),
        // Microseconds a document, beside libxml2 alone: swift run -c release read-xml FILE
        .executableTarget(name: "read-xml", dependencies: [reading]),
        // Microseconds an order from bytes to the canonical document: swift run -c release map-orders ../../mappings
        .executableTarget(name: "map-orders", dependencies: [reading]),
        // Routing decisions per second on one core: swift run -c release decision-rates
        .executableTarget(
            name: "decision-rates", dependencies: [.product(name: "MilepostRollout", package: "milepost")]),
        // Accepts per second of the stores, beside the disk's own rate: swift run -c release store-rates [FOLDER]
        .executableTarget(
            name: "store-rates", dependencies: [.product(name: "MilepostStore", package: "milepost")],
            path: "Sources/StoreRates"),
        // Stored documents that a rehearsal takes per second: swift run -c release rehearsal-rates ../../mappings [DOCUMENTS]
        .executableTarget(
            name: "rehearsal-rates",
            dependencies: [
                .product(name: "MilepostGateway", package: "milepost"),
                .product(name: "MilepostStore", package: "milepost"),
            ]),
        // Orders that a verification of two local back ends compares per second: swift run -c release verify-rates [ORDERS]
        .executableTarget(
            name: "verify-rates",
            dependencies: [
                .product(name: "MilepostGateway", package: "milepost"),
                .product(name: "MilepostStore", package: "milepost"),
            ]),
        // A built `milepost` under load over HTTP, beside HTTP and the store alone:
        // swift run -c release gateway-rates PATH-TO-MILEPOST [ORDERS] [LARGE-INTERCHANGE-MB]
        .executableTarget(
            name: "gateway-rates",
            dependencies: [
                .product(name: "MilepostChannels", package: "milepost"),
                .product(name: "MilepostStore", package: "milepost"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
