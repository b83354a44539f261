import Testing

@testable import Syntax

@Suite("Walking over tokens")
struct TokenWalkTests {
    private static let names: [UInt32] = [0] + (1...255).map { Name(number: $0).rawValue }

    /// The nodes that a walk writes, of which `count` are there.
    private static func nodes(_ write: (inout TokenWalk, UnsafePointer<UInt32>) -> Void) -> [Tree.Node] {
        let empty = Tree.Node(
            name: Name(number: 1), end: 0, valueStart: 0, valueLength: 0, offset: 0, ordinal: 0, kind: .message,
            element: 0, component: 0)
        var nodes = [Tree.Node](repeating: empty, count: 600)
        var count = 0
        nodes.withUnsafeMutableBufferPointer { nodes in
            names.withUnsafeBufferPointer { names in
                var walk = TokenWalk(
                    nodes, count: 1, token: 0x1_0203, ordinal: 0x4_0506, element: 254, component: 0, composite: 0)
                if let names = names.baseAddress { write(&walk, names) }
                count = walk.count
            }
        }
        return Array(nodes[..<count])
    }

    @Test("words are laid out as nodes are")
    func layout() {
        #expect(MemoryLayout<Tree.Node>.stride == 28)
        let nodes = Self.nodes { walk, names in
            walk.endElement(at: 0x1_0203 + 0x7_0809, names)
            walk.close(0)
        }
        #expect(nodes.count == 2 && nodes[0].end == 2)
        let node = nodes[1]
        #expect(node.name == Name(number: 254) && node.end == 2)
        #expect(node.valueStart == 0x1_0203 && node.offset == 0x1_0203 && node.valueLength == 0x7_0809)
        #expect(node.ordinal == 0x4_0506 && node.kind == .element && node.element == 254 && node.component == 0)
    }

    @Test("a composite ends behind its components, of which empty ones are left out")
    func composite() {
        let nodes = Self.nodes { walk, names in
            _ = walk.endComponent(at: walk.token, names)
            _ = walk.endComponent(at: walk.token + 3, names)
            walk.endComposite()
            _ = walk.nextElement()
            walk.endElement(at: walk.token + 1, names)
        }
        #expect(nodes.map(\.kind) == [.message, .composite, .element, .element])
        #expect(nodes.map(\.element) == [0, 254, 254, 255] && nodes.map(\.component) == [0, 0, 2, 0])
        #expect(nodes.map(\.end) == [0, 3, 3, 4] && nodes[2].offset == 0x1_0204)
    }

    @Test("numbers end at 255")
    func overflow() {
        var taken = 0
        var hasNext = true
        let nodes = Self.nodes { walk, names in
            for _ in 0..<300 where walk.endComponent(at: walk.token + 1, names) { taken += 1 }
            walk.endComposite()
            hasNext = walk.nextElement() && walk.nextElement()
        }
        #expect(taken == 255 && nodes.count == 257 && !hasNext)
        #expect(nodes[1].end == 257 && nodes.last?.component == 255)
    }
}
