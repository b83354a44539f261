// swift-tools-version: 6.2

import PackageDescription

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
