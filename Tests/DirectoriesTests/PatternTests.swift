import Diagnostics
import Directories
import EDIFACT
import Foundation
import Syntax
import Testing

@Suite("Segments filled as one before them")
struct PatternTests {
    /// Lines that are filled alike and otherwise, right and wrong.
    static let bodies = [
        "LIN+1++2:EN\nQTY+21:5\nPRI+AAA:2.5", "LIN+1++2:EN\nQTY+21:5:PCE\nPRI+AAA:2.5:CT::1:PCE",
        "LIN+1++2:EN\nQTY+XX:5\nPRI+AAA:2..5", "LIN+1++2:EN\nQTY+21:A:PCE\nPRI+AAA", "LIN+1:X++2:EN\nQTY+21",
        "NAD+BY+1::9\nLIN+1\nQTY+21+5", "LIN+1\nLIN+2++\(String(repeating: "9", count: 36)):EN\nQTY+21:5:LONG4",
        "NAD+BY+1::9++A?+B:C\nLIN+1++2:EN:::::::X\nQTY+21:5", "LIN+1++:EN\nPRI+AAA:2:CT::1:PCE+Z+Z",
    ]

    @Test("a message is read the same whatever was read before it", arguments: bodies.indices)
    func independence(_ index: Int) throws {
        let message = try #require(try Self.flat(order(Self.bodies[index])))
        let alone = DirectoryLibrary().nest(message)
        let library = DirectoryLibrary()
        for body in Self.bodies + Self.bodies.reversed() {
            _ = library.nest(try #require(try Self.flat(order(body))))
        }
        let later = library.nest(message)
        #expect(later.tree.outline == alone.tree.outline)
        #expect(later.tree.nodes.map(\.end) == alone.tree.nodes.map(\.end))
        #expect(later.tree.nodes.map(\.component) == alone.tree.nodes.map(\.component))
        #expect(later.diagnostics.items == alone.diagnostics.items)
    }

    @Test("repeats behind a separator are read the same after a message that has none")
    func repetition() throws {
        let body = "NAD+BY+1::9\nLIN+1++2:EN\nPIA+1+A:SA*B:IN"
        let message = try #require(try Self.flat(order(body, syntax: "UNOC:4")))
        let alone = DirectoryLibrary().nest(message)
        let library = DirectoryLibrary()
        _ = library.nest(try #require(try Self.flat(order("NAD+BY+1::9\nLIN+1++2:EN\nPIA+1+A:SA+B:IN"))))
        #expect(library.nest(message).tree.outline == alone.tree.outline)
    }

    @Test("more ways to fill segments than are kept make no difference")
    func forgetting() throws {
        let library = DirectoryLibrary()
        let first = try (0..<520).map { try Self.places(library.nest(Self.address($0))) }
        #expect(Set(first).count == 520)
        for number in stride(from: 0, to: 520, by: 26) {
            let again = try Self.places(library.nest(Self.address(number)))
            #expect(again == first[number])
        }
    }

    /// An order whose address has components where a number has bits.
    private static func address(_ number: Int) throws -> Message {
        let parts = (0..<10).map { number >> $0 & 1 == 1 ? "A" : "" }
        let composites = ["X"] + parts[..<4] + ["+X"] + parts[4..<8] + ["+X"] + parts[8...]
        let address = composites.joined(separator: ":").replacingOccurrences(of: ":+", with: "+")
        return try #require(try flat(order("NAD+BY++\(address)\nLIN+1++2:EN")))
    }

    /// Name, end and numbers of every node.
    private static func places(_ message: Message) -> [[UInt32]] {
        message.tree.nodes.map { [$0.name.rawValue, $0.end, UInt32($0.element), UInt32($0.component)] }
    }

    private static func flat(_ text: String) throws -> Message? {
        var found: Message?
        var reader = EDIFACTReader()
        let take: (ReaderEvent) -> Void = { if case .message(let message) = $0 { found = message } }
        try reader.read(Array(text.utf8)[...], take)
        try reader.finish(take)
        return found
    }
}
