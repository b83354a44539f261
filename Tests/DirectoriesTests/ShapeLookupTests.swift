import Directories
import Syntax
import Testing

@Suite("Asking a shape")
struct ShapeLookupTests {
    let shape: Shape

    init() throws {
        shape = try #require(DirectoryLibrary.standard.shape(message: "ORDERS", directory: "D.96A"))
    }

    private func node(_ path: String...) throws -> ShapeNode {
        guard case .found(let indexes) = shape.find(path: path), let last = indexes.last else {
            throw Missing(path: path)
        }
        return shape.nodes[last]
    }

    struct Missing: Error {
        let path: [String]
    }

    @Test("elements are found with their composite or without")
    func found() throws {
        #expect(shape.find(path: ["NAD", "C082", "3039"]) == shape.find(path: ["NAD", "3039"]))
        #expect(shape.isUnambiguous("3039", below: try #require(shape.child(of: 0, named: "NAD"))))
    }

    @Test("an element of several composites is ambiguous, with all ways to say it")
    func ambiguous() throws {
        #expect(shape.find(path: ["TOD", "3055"]) == shape.find(path: ["TOD", "C100", "3055"]))
        #expect(
            shape.find(path: ["ALC", "4471"]) == .unknown(name: "ALC", below: 0)
                || shape.child(of: 0, named: "ALC") == nil)
        guard case .ambiguous(let ways) = shape.find(path: ["TAX", "3055"]) else {
            Issue.record("TAX/3055 stands in two composites")
            return
        }
        #expect(ways == ["C241/3055", "C533/3055", "C243/3055"])
    }

    @Test("an unknown name comes with the nearest ones")
    func nearest() {
        guard case .unknown(let name, let node) = shape.find(path: ["NAD", "C08"]) else {
            Issue.record("there is no C08")
            return
        }
        #expect(shape.name(of: node) == "NAD")
        #expect(shape.nearest(to: name, below: node).contains("C080"))
        #expect(shape.find(path: ["LIM"]) == .unknown(name: "LIM", below: 0))
        #expect(shape.nearest(to: "LIM", below: 0).contains("LIN"))
    }

    @Test("what may repeat, and what must be there, is known")
    func repeats() throws {
        #expect(try node("LIN").maximum == 200_000)
        #expect(try node("LIN").mayRepeat)
        #expect(try node("LIN").kind == .group)
        #expect(try !node("BGM").mayRepeat)
        #expect(try node("BGM").isMandatory)
        #expect(try !node("NAD").isMandatory)
        #expect(try node("LIN", "PIA", "C212").maximum == 5)
        #expect(try node("NAD", "C080", "3036").maximum == 5)
        #expect(try node("SG18").tag == Name(packing: "ALC"))
    }

    @Test("places of repeats depend on whether the syntax has a separator")
    func places() throws {
        let late = try #require(DirectoryLibrary.standard.shape(message: "INVOIC", directory: "D.01B"))
        let repeated = late.layouts.filter { $0.expanded.count != $0.repeating.count }
        for layout in repeated {
            #expect(layout.expanded.count == layout.repeating.reduce(0) { $0 + $1.repeats })
        }
        #expect(shape.layouts.allSatisfy { $0.slots(repeating: false).count >= $0.slots(repeating: true).count })
    }
}
