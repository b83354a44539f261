import Diagnostics
import Directories
import EDIFACT
import Foundation
import Mapping
import Orders
import Syntax
import XMLFormat

/// Messages and mappings as tests need them.
enum Fixture {
    /// Shapes of the product's own data.
    static let shapes: MappingLibrary.ShapeSource = { syntax, message, version in
        if syntax == .xml { return ubl[message] }
        return DirectoryLibrary.standard.shape(message: message, directory: version ?? "D.96A")
    }

    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static let ubl: [String: Shape] = {
        var shapes: [String: Shape] = [:]
        for message in ["Order", "OrderChange", "OrderCancellation"] {
            let file = root.appending(path: "Sources/Directories/Data/ubl-2.1-\(message).shape")
            guard let bytes = try? Data(contentsOf: file) else { continue }
            shapes[message] = try? ShapeFile.parse(Array(bytes))
        }
        return shapes
    }()

    /// A library of one mapping file, with code tables by path.
    static func library(
        _ yaml: String, _ others: [String: String] = [:]
    ) -> (library: MappingLibrary, diagnostics: DiagnosticList) {
        var files = others.mapValues { Array($0.utf8) }
        files["test.yaml"] = Array(yaml.utf8)
        return MappingLibrary.load(files, verifiedBy: shapes)
    }

    /// The faults of a mapping file.
    static func faults(_ yaml: String, _ others: [String: String] = [:]) -> [Diagnostic] {
        library(yaml, others).diagnostics.items
    }

    /// A mapping that is right.
    static func mapping(_ yaml: String, _ others: [String: String] = [:]) throws -> CompiledMapping {
        let (library, diagnostics) = library(yaml, others)
        if let first = diagnostics.items.first { throw first }
        guard let mapping = library["test"] else { throw Missing() }
        return mapping
    }

    struct Missing: Error {}

    /// A message, nested, with what it needs to be mapped.
    struct Input {
        var header: InterchangeHeader
        var message: Message
        var shape: Shape
    }

    /// The segments of an ORDERS between BGM and UNT as an interchange.
    static func orders(_ segments: String, message: String = "ORDERS:D:96A:UN:EAN008") throws -> Input {
        let count = segments.filter { $0 == "'" }.count + 2
        let text =
            "UNB+UNOC:3+5412345000013:14+4098765000010:14+260921:0930+10001'UNH+1+\(message)'\(segments)UNT+\(count)+1'UNZ+1+10001'"
        return try edifact(Array(text.utf8))
    }

    static func edifact(_ bytes: [UInt8]) throws -> Input {
        var reader = EDIFACTReader()
        var events: [ReaderEvent] = []
        try reader.read(bytes[...]) { events.append($0) }
        try reader.finish { events.append($0) }
        var header: InterchangeHeader?
        for event in events {
            if case .interchange(let found) = event { header = found }
            if case .message(let flat) = event, let header {
                guard let shape = DirectoryLibrary.standard.shape(message: flat.type, directory: flat.version ?? "")
                else { throw Missing() }
                return Input(header: header, message: DirectoryLibrary.standard.nest(flat), shape: shape)
            }
        }
        throw Missing()
    }

    static func xml(_ bytes: [UInt8]) throws -> Input {
        var reader = XMLFormatReader()
        var events: [ReaderEvent] = []
        try reader.read(bytes[...]) { events.append($0) }
        try reader.finish { events.append($0) }
        var header: InterchangeHeader?
        for event in events {
            if case .interchange(let found) = event { header = found }
            if case .message(let message) = event, let header {
                guard let shape = ubl[message.type] else { throw Missing() }
                return Input(header: header, message: message, shape: shape)
            }
        }
        throw Missing()
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }

    /// The document that a mapping with these rules reads from ORDERS segments.
    static func read(
        _ rules: String, _ segments: String, blocks: String = "", profile: [String: String] = [:],
        explains: Bool = false, tables: [String: String] = [:]
    ) throws -> MappedDocument {
        let input = try orders(segments)
        return try mapping(header + blocks + "rules:\n" + rules, tables).read(
            input.message.tree, shape: input.shape, header: input.header, profile: profile, explains: explains)
    }

    static let header = """
        mapping: test
        format: { syntax: EDIFACT, message: ORDERS, directory: [D.96A] }
        document: order

        """
}

extension MappedDocument {
    /// The document, which the tests know to be an order.
    var order: Order {
        if case .order(let order) = document { order } else { Order() }
    }

    var codes: [Code] { diagnostics.items.map(\.code) }
    /// The paths and values that were not read.
    var unreadTexts: [String] { unread.map { "\($0.path)=\($0.value)" } }
}

extension CompiledMapping {
    func read(_ input: Fixture.Input, explains: Bool = false) -> MappedDocument {
        read(input.message.tree, shape: input.shape, header: input.header, explains: explains)
    }
}

extension Fixture {
    /// An order with lines within lines, read with a shape of its own.
    static func readDeep(shape text: String, levels: Int) throws -> MappedDocument {
        let shape = try ShapeFile.parse(Array(text.utf8))
        let yaml =
            header
            + "blocks:\n  line: { number: 1082, subLines: { each: LIN, use: line } }\nrules:\n  lines: { each: LIN, use: line }\n"
        let (library, diagnostics) = MappingLibrary.load(
            ["test.yaml": Array(yaml.utf8)], verifiedBy: { _, _, _ in shape })
        if let first = diagnostics.items.first { throw first }
        guard let mapping = library["test"], let line = Name(packing: "LIN"), let number = Name(packing: "1082"),
            let root = Name(packing: "M")
        else { throw Missing() }
        var values: [UInt8] = []
        var builder = TreeBuilder(names: NameTable(base: shape.names), root: root)
        for level in 1...levels {
            builder.open(line, .group, offset: 0, ordinal: level)
            let start = values.count
            values += "\(level)".utf8
            builder.leaf(number, .element, value: start..<values.count, offset: 0, ordinal: level, element: 1)
        }
        let tree = builder.finish(
            values: values, decoding: ValueDecoding(charset: .utf8), origin: Position(offset: 0, line: 1))
        return mapping.read(tree, shape: shape, header: InterchangeHeader(syntax: .edifact, charset: .utf8))
    }
}
