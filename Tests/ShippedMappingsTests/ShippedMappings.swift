import Diagnostics
import Directories
import EDIFACT
import Foundation
import Intake
import Mapping
import Orders
import Rollout
import Syntax
import X12
import XMLFormat

/// The mappings that the product ships, compiled once for all tests.
enum ShippedMappings {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let folder = root.appending(path: "mappings")

    static let loaded: (library: MappingLibrary, diagnostics: DiagnosticList) = MappingLibrary.load(
        files, verifiedBy: shape)

    static let files: [String: [UInt8]] = {
        var files: [String: [UInt8]] = [:]
        for path in (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        where path.hasSuffix(".yaml") || path.hasSuffix(".csv") {
            files[path] = (try? Data(contentsOf: folder.appending(path: path))).map(Array.init)
        }
        return files
    }()

    private static let ubl: [String: Shape] = {
        var shapes: [String: Shape] = [:]
        let messages = [
            "Order", "OrderChange", "OrderCancellation", "OrderResponse", "OrderResponseSimple", "DespatchAdvice",
            "ReceiptAdvice", "Invoice", "CreditNote",
        ]
        for message in messages {
            let file = root.appending(path: "Sources/Directories/Data/ubl-2.1-\(message).shape")
            shapes[message] = (try? Data(contentsOf: file)).flatMap { try? ShapeFile.parse(Array($0)) }
        }
        return shapes
    }()

    /// The structures of XML formats that come with the mappings.
    static let documents = XMLShapes.load(files).shapes

    @Sendable static func shape(_ syntax: SyntaxName, _ message: String, _ version: String?) -> Shape? {
        if syntax == .xml { return documents.documents[message]?.shape ?? ubl[message] }
        if syntax == .tradacoms { return MessageShapes.standard.shape(syntax, message, version) }
        return version.flatMap { DirectoryLibrary.standard.shape(message: message, directory: $0) }
    }

    /// One message as a shipped mapping reads it.
    struct Result {
        var mapping: String
        /// The version of the message, as it names it.
        var version: String?
        var read: MappedDocument
    }

    /// What becomes of each message of a payload.
    static func read(_ bytes: [UInt8]) throws -> [Result] {
        var results: [Result] = []
        var header: InterchangeHeader?
        for event in try events(bytes) {
            switch event {
            case .interchange(let found): header = found
            case .message(let flat):
                guard let header else { continue }
                let message = nested(flat, header.syntax)
                guard let shape = shape(header.syntax, message.type, message.version) else { continue }
                let choice = try loaded.library.mapping(for: message, tree: message.tree, shape: shape, header: header)
                let read = choice.mapping.read(message.tree, shape: shape, header: header)
                results.append(Result(mapping: choice.mapping.name, version: message.version, read: read))
            case .group: break
            case .end: break
            }
        }
        return results
    }

    /// What becomes of each message of a payload, as it is read and as it is explained.
    static func readTwice(_ bytes: [UInt8]) throws -> [(read: MappedDocument, explained: MappedDocument)] {
        var results: [(read: MappedDocument, explained: MappedDocument)] = []
        var header: InterchangeHeader?
        for event in try events(bytes) {
            if case .interchange(let found) = event { header = found }
            guard case .message(let flat) = event, let header else { continue }
            let message = nested(flat, header.syntax)
            guard let shape = shape(header.syntax, message.type, message.version),
                let choice = try? loaded.library.mapping(
                    for: message, tree: message.tree, shape: shape, header: header)
            else { continue }
            results.append((choice.read(), choice.read(explains: true)))
        }
        return results
    }

    private static func nested(_ message: Message, _ syntax: SyntaxName) -> Message {
        switch syntax {
        case .xml: message
        case .edifact, .x12: DirectoryLibrary.standard.nest(message)
        default: MessageShapes.standard.with(documents).nest(message, syntax: syntax).message
        }
    }

    private static func events(_ bytes: [UInt8]) throws -> [ReaderEvent] {
        var events: [ReaderEvent] = []
        if Detection.syntax(of: bytes[...]) == .tradacoms {
            var reader = PayloadReader()
            try reader.read(bytes[...]) { events.append($0) }
            try reader.finish { events.append($0) }
            return events
        }
        if bytes.drop(while: { $0 >= 0x80 }).starts(with: "ISA".utf8) {
            var reader = X12Reader()
            try reader.read(bytes[...]) { events.append($0) }
            try reader.finish { events.append($0) }
            return events
        }
        if bytes.first == UInt8(ascii: "<") || bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            var reader = XMLFormatReader(dialects: documents.dialects, checksSchema: false)
            try reader.read(bytes[...]) { events.append($0) }
            try reader.finish { events.append($0) }
        } else {
            var reader = EDIFACTReader()
            try reader.read(bytes[...]) { events.append($0) }
            try reader.finish { events.append($0) }
        }
        return events
    }
}

extension ShippedMappings {
    /// The bytes that a mapping makes of a document, in an envelope of the tests.
    static func write(
        _ document: CanonicalDocument, by mapping: CompiledMapping, version: String? = nil
    ) throws -> (bytes: [UInt8], written: WrittenDocument) {
        struct NoShape: Error {}
        let version = version ?? mapping.writtenVersion
        guard let shape = shape(mapping.syntax, mapping.message, version) else { throw NoShape() }
        let written = mapping.write(document, shape: shape)
        if mapping.syntax == .xml {
            guard let dialect = documents.dialects.dialect(type: mapping.message) else { throw NoShape() }
            return (try XMLFormatWriter.write(written.tree, as: dialect, doctype: mapping.doctype), written)
        }
        if mapping.syntax == .tradacoms { return (try tradacoms(document, by: mapping), written) }
        if mapping.syntax == .x12 { return (try x12(written.tree, mapping.message, version ?? ""), written) }
        var writer = try EDIFACTWriter(
            InterchangeEnvelope(
                sender: EnvelopeParty("5412345000013", qualifier: "14"),
                recipient: EnvelopeParty("4012345000009", qualifier: "14"), reference: "1", date: "260921",
                time: "0930", syntax: "UNOY"))
        try writer.add(
            written.tree,
            as: MessageHeader(reference: "1", type: mapping.message, version: version ?? ""))
        return (try writer.finish(), written)
    }
}

extension ShippedMappings {
    /// An order in a file of its own.
    private static func tradacoms(_ document: CanonicalDocument, by mapping: CompiledMapping) throws -> [UInt8] {
        let writing = PayloadWriting(
            mappings: [mapping], envelope: WrittenEnvelope(syntax: "UNOY"), shapes: .standard.with(documents))
        let origin = PayloadOrigin(number: 1, position: 1, version: 1, receivedAt: Instant(microseconds: 0))
        return try writing.write(document, from: origin).bytes
    }

    /// A transaction set in an interchange of the tests.
    private static func x12(_ tree: Tree, _ message: String, _ version: String) throws -> [UInt8] {
        let (sender, receiver) = (EnvelopeParty("BUYERCO", qualifier: "ZZ"), EnvelopeParty("SELLERCO", qualifier: "ZZ"))
        var writer = try X12Writer(
            X12Envelope(
                sender: sender, receiver: receiver, controlNumber: "000000001", date: "260921", time: "0930",
                version: String(version.prefix(5))))
        try writer.openGroup(
            FunctionalGroup(
                identifier: FunctionalIdentifier.code(of: message) ?? "PO", sender: "BUYERCO", receiver: "SELLERCO",
                date: "20260921", time: "0930", controlNumber: "1", version: version))
        try writer.add(tree, as: TransactionHeader(identifier: message, controlNumber: "0001"))
        return try writer.finish()
    }

    /// The messages of the golden cases, by their paths below the folder of cases.
    static let cases: [String] = {
        let paths = try? FileManager.default.subpathsOfDirectory(atPath: folder.appending(path: "cases").path)
        let besides: Set = ["faults", "json", "lost", "md", "unread"]
        return (paths ?? []).filter { path in
            let parts = path.split(separator: "/")
            guard parts.count == 2, parts[0] != "licences" else { return false }
            return !besides.contains(URL(filePath: path).pathExtension)
        }.sorted()
    }()

    /// A file of the tests.
    static func file(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: "Tests/ShippedMappingsTests/\(name)")))
    }
}
