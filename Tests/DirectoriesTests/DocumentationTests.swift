import Diagnostics
import Directories
import EDIFACT
import Foundation
import Syntax
import Testing

@Suite("The library's page")
struct DocumentationTests {
    /// The page's examples, as they stand there.
    private func example(_ bytes: [UInt8]) throws -> [String] {
        // A guide that wants the buyer's reference on every order, knows one quantity, and bears long texts.
        let agreed = OverlaidShapes([
            Overlay(
                message: "ORDERS",
                changes: [.init("RFF", use: .mandatory), .init("LIN/QTY/6063", codes: ["21"])],
                tolerances: [Tolerance("directory.too-long", .warning, tag: "FTX")])
        ])

        var report: [String] = []
        var reader = EDIFACTReader()
        let take: (ReaderEvent) -> Void = { event in
            guard case .message(let flat) = event else { return }
            let message = DirectoryLibrary.standard.nest(flat, overlays: agreed)
            for fault in message.diagnostics.items {
                let place = "\(fault.position?.tag ?? "") at byte \(fault.position?.offset ?? 0)"
                let answer = ContrlFault.of(fault.code).map { "\($0.level.rawValue) \($0.code)" } ?? "-"
                report.append("\(fault.severity.rawValue) \(fault.code) \(place): \(answer)")
            }
        }
        try reader.read(bytes[...], take)
        try reader.finish(take)

        if let shape = DirectoryLibrary.standard.shape(message: "850", directory: "004010"),
            case .found(let way) = shape.find(path: ["N1", "04"]), let element = way.last
        {
            report.append("N104 is \(shape.value(of: element)?.representation ?? "no value")")
        }
        return report
    }

    private func buyer(in flat: Message) -> String? {
        let tree = DirectoryLibrary.standard.nest(flat).tree
        return tree.node(at: "/ORDERS/NAD/C082/3039").flatMap { tree.text(of: $0) }
    }

    @Test("a value is found by its path")
    func path() throws {
        let flat = try #require(try Checked(order("NAD+BY+5412345000013::9\nLIN+1")).messages.first)
        #expect(buyer(in: flat) == "5412345000013")
    }

    @Test("the examples do what the page says")
    func runs() throws {
        let text = order("LIN+1\nQTY+12:5")
        #expect(
            try example(Array(text.utf8)) == [
                "error directory.group-missing LIN at byte 98: UCS 13",
                "error directory.code-unknown QTY at byte 109: UCD 12",
                "N104 is AN 2/80",
            ])
    }

    @Test("the page shows the very code that is compiled here")
    func same() throws {
        let here = URL(fileURLWithPath: #filePath)
        let source = try String(contentsOf: here, encoding: .utf8)
        let page = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/Directories/Directories.docc/Directories.md")
        let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```swift\n").dropFirst().map
        {
            $0.components(separatedBy: "```")[0]
        }
        #expect(blocks.count == 3)
        let plain = source.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(
            separator: "\n")
        for block in blocks {
            let all = block.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            let lines = all.filter { !$0.hasPrefix("import ") }
            #expect(lines.count < all.count && all.filter { $0.hasPrefix("import ") }.allSatisfy { plain.contains($0) })
            #expect(plain.contains(lines.joined(separator: "\n")))
        }
    }
}
