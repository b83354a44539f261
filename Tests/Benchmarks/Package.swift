// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that nobody who builds the product builds the benchmarks.
let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "milepost", path: "../..")],
    targets: [
        .executableTarget(name: "read-edifact", dependencies: [.product(name: "MilepostReading", package: "milepost")]),
        .executableTarget(name: "read-xml", dependencies: [.product(name: "MilepostReading", package: "milepost")]),
let package = Package(
    name: "milepost-benchmarks",
    dependencies: [.package(name: "milepost", path: "../..")],
    targets: [
        // Accepts per second, beside the disk's own rate: swift run -c release store-rates [FOLDER]
        .executableTarget(
            name: "store-rates",
            dependencies: [.product(name: "MilepostStore", package: "milepost")],
            path: "Sources/StoreRates"
        )
    ],
    swiftLanguageModes: [.v6]
)
