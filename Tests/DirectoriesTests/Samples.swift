import Diagnostics
import Directories
import EDIFACT
import Foundation
import Syntax

/// A payload read, nested and checked.
struct Checked {
    var messages: [Message] = []
    var envelope: [Diagnostic] = []
    private var overlays: OverlaidShapes?

    init(_ bytes: [UInt8], overlays: OverlaidShapes? = nil) throws {
        self.overlays = overlays
        var reader = FoldedReader.reader(EDIFACTReader(), for: bytes[...])
        try reader.read(bytes[...]) { take($0) }
        try reader.finish { take($0) }
    }

    init(_ text: String, overlays: OverlaidShapes? = nil) throws { try self.init(Array(text.utf8), overlays: overlays) }

    private mutating func take(_ event: ReaderEvent) {
        switch event {
        case .interchange: break
        case .message(let message): messages.append(DirectoryLibrary.standard.nest(message, overlays: overlays))
        case .group: break
        case .end(let diagnostics): envelope += diagnostics.items
        }
    }

    var diagnostics: [Diagnostic] { messages.flatMap(\.diagnostics.items) + envelope }
    var codes: [String] { diagnostics.map(\.code.rawValue) }
}

/// An order by a directory and subset with segments of one's own between DTM and UNS, counted rightly.
func order(_ body: String, directory: String = "D:96A", subset: String = ":EAN008", syntax: String = "UNOC:3") -> String
{
    let segments = body.split(separator: "\n").map { $0.hasSuffix("'") ? String($0) : $0 + "'" }
    let lines =
        ["UNH+1+ORDERS:\(directory):UN\(subset)'", "BGM+220+PO-9+9'", "DTM+137:20260921:102'"] + segments + ["UNS+S'"]
    let century = syntax.hasSuffix("4") ? "20" : ""
    return (["UNB+\(syntax)+A+B+\(century)260921:0930+1'"] + lines + ["UNT+\(lines.count + 1)+1'", "UNZ+1+1'"])
        .joined(separator: "\n")
}

extension Tree {
    /// A tree as lines: depth, name, value.
    var outline: String {
        var lines: [String] = []
        func add(_ node: Index, _ depth: Int) {
            let mark = nodes[node].kind == .group ? "*" : ""
            let value = text(of: node).map { " " + $0 } ?? ""
            lines.append(String(repeating: "  ", count: depth) + name(of: node) + mark + value)
            for child in children(of: node) { add(child, depth + 1) }
        }
        add(0, 0)
        return lines.joined(separator: "\n")
    }
}
