import Foundation
import Testing

@Suite("The layers of the product")
struct LayeringTests {
    private static let names = layers.map(\.name)

    @Test("every target with sources has its place")
    func complete() throws {
        #expect(try Set(SourceImports.targets()) == Set(Self.names))
    }

    @Test("arrows point down only")
    func downwards() {
        var below = systemLibraries
        for layer in layers {
            #expect(Set(layer.targets).subtracting(below) == [], "\(layer.name)")
            below.insert(layer.name)
        }
    }

    @Test("a target imports what its layer may use and nothing else", arguments: names)
    func imports(name: String) throws {
        let layer = try #require(layers.first { $0.name == name })
        let allowed = Set(layer.targets + layer.outside)
        for (module, files) in try SourceImports.modules(of: name) where module != "Swift" {
            #expect(allowed.contains(module), "\(name) imports \(module) in \(files.joined(separator: ", "))")
        }
    }

    @Test("the package declares for each target what it imports, no less and no more", arguments: names)
    func declared(name: String) throws {
        let text = try String(contentsOfFile: SourceImports.root + "/Package.swift", encoding: .utf8)
        let declared = try #require(Manifest(text).dependencies[name])
        let imported = Set(try SourceImports.modules(of: name).keys).subtracting(platformModules)
        #expect(imported.subtracting(declared) == [], "imported, but not declared for \(name)")
        #expect(declared.subtracting(imported) == [], "declared for \(name), but not imported")
    }

    @Test("imports are found whatever stands before them")
    func finding() {
        let text = """
            import A
            public import B
            @preconcurrency import C
            @testable internal import D
            import struct E.Name
            @_spi(Some) public import F
            // import G
            let text = "import H"
            """
        #expect(SourceImports.modules(in: text) == ["A", "B", "C", "D", "E", "F"])
    }

    @Test("a manifest's targets are found with their products")
    func manifest() {
        let text = """
            .executableTarget(name: "Tool", dependencies: ["A", .product(name: "P", package: "p-package")], swiftSettings: x),
            target("A", ["B"], resources: [.copy("Data")]),
            target("B", []),
            tests("BTests", ["B"]),
            """
        #expect(Manifest(text).dependencies == ["Tool": ["A", "P"], "A": ["B"], "B": []])
    }
}
