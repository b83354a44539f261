import Diagnostics
public import Directories
public import Orders
import Synchronization
public import Syntax

/// One mapping, ready to read messages. It is compiled once for each shape that a message comes with.
public final class CompiledMapping: Sendable {
    /// The mapping's name.
    public let name: String
    /// The file that it stands in.
    public let file: String
    /// The type of the documents that it makes.
    public let documentType: CanonicalDocument.DocumentType
    /// The files that it was made from (itself, what it includes, its code tables) by path, with their bytes: what a
    /// digest of the mapping is made over.
    public let sources: [MappingSource]

    /// The names of the mappings that write the answers to what this one reads, by their types.
    public let answers: [CanonicalDocument.DocumentType: String]

    let source: MappingFile
    private let programs = Mutex<[ObjectIdentifier: ShapeProgram]>([:])
    let writePrograms = Mutex<[ObjectIdentifier: WriteProgram]>([:])

    /// How many shapes a mapping keeps its programs for; the directories of one message are fewer.
    static let programLimit = 256

    init(source: MappingFile, type: CanonicalDocument.DocumentType, sources: [MappingSource]) {
        self.source = source
        name = source.name
        file = source.position.file ?? ""
        documentType = type
        self.sources = sources
        answers = Dictionary(
            source.answers.compactMap { rule in
                CanonicalDocument.DocumentType(rawValue: rule.type).map { ($0, rule.mapping) }
            }, uniquingKeysWith: { first, _ in first })
        hash = Self.hash(of: sources)
    }

    /// A number over ``sources`` that changes when any of them does (FNV-1a, 64 bits). It tells versions apart; it is no
    /// protection against somebody who wants two versions alike.
    public let hash: UInt64

    private static func hash(of sources: [MappingSource]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        for source in sources {
            add(source.path.utf8)
            add(source.bytes)
        }
        return hash
    }

    /// The first document of a message.
    /// - Parameters:
    ///   - tree: the message, nested by `shape` (XML needs no nesting).
    ///   - shape: the structure of the message's version.
    ///   - header: what the envelope said.
    ///   - profile: the partner's settings that rules name with `$`.
    ///   - explains: true to keep where each value came from.
    public func read(
        _ tree: Tree, shape: Shape, header: InterchangeHeader, profile: [String: String] = [:], explains: Bool = false
    ) -> MappedDocument {
        read(ViewedMessage(tree, shape), header: header, profile: profile, explains: explains)
    }

    func read(
        _ viewed: ViewedMessage, header: InterchangeHeader, profile: [String: String], explains: Bool
    ) -> MappedDocument {
        let program = program(for: viewed.shape)
        return reading(viewed.tree, program, header, profile, explains) { reading in
            let node = Self.documentNodes(of: program, &reading).first ?? 0
            var document = Self.document(at: node, program, &reading)
            document.diagnostics.append(contentsOf: viewed.diagnostics)
            (document.unread, document.unreadOmitted) = reading.unread(links: viewed.links)
            return document
        }
    }

    /// All documents of a message, for formats that hold several. Each lists the unread input of the whole message that
    /// none of them read.
    public func readAll(
        _ tree: Tree, shape: Shape, header: InterchangeHeader, profile: [String: String] = [:], explains: Bool = false
    ) -> [MappedDocument] {
        readAll(ViewedMessage(tree, shape), header: header, profile: profile, explains: explains)
    }

    func readAll(
        _ viewed: ViewedMessage, header: InterchangeHeader, profile: [String: String], explains: Bool
    ) -> [MappedDocument] {
        let program = program(for: viewed.shape)
        return reading(viewed.tree, program, header, profile, explains) { reading in
            var documents = Self.documentNodes(of: program, &reading).map { Self.document(at: $0, program, &reading) }
            guard !documents.isEmpty else { return documents }
            documents[0].diagnostics.append(contentsOf: viewed.diagnostics)
            let unread = reading.unread(links: viewed.links)
            for index in documents.indices {
                (documents[index].unread, documents[index].unreadOmitted) = unread
            }
            return documents
        }
    }

    /// True when what the mapping's `match` demands stands in a message.
    func matches(_ viewed: ViewedMessage, header: InterchangeHeader) -> Bool {
        guard source.format.envelope.allSatisfy({ $0.holds(for: header) }) else { return false }
        guard !source.format.match.isEmpty else { return true }
        let program = program(for: viewed.shape)
        guard program.matches.count == source.format.match.count else { return false }
        return reading(viewed.tree, program, header, [:], false) { reading in
            program.matches.allSatisfy { reading.satisfies($0) }
        }
    }

    /// Why a message is not for the mapping, where one condition alone says so.
    struct Refusal {
        var path: String
        /// What the condition would take.
        var known: [String]
        /// What stands there instead; nil for a message that has nothing there.
        var value: String?
        var position: Position?
    }

    /// The condition of `match` that a message fails; nil where it fails none or several, or any value would do.
    func refusal(of viewed: ViewedMessage, header: InterchangeHeader) -> Refusal? {
        guard source.format.envelope.allSatisfy({ $0.holds(for: header) }) else { return nil }
        let program = program(for: viewed.shape)
        guard program.matches.count == source.format.match.count else { return nil }
        return reading(viewed.tree, program, header, [:], false) { reading in
            let failed = program.matches.indices.filter { !reading.satisfies(program.matches[$0]) }
            guard failed.count == 1 else { return nil }
            let rule = source.format.match[failed[0]]
            guard !rule.condition.alternatives.isEmpty else { return nil }
            let node = reading.firstNode(of: program.matches[failed[0]])
            return Refusal(
                path: rule.path.text, known: rule.condition.alternatives,
                value: node.flatMap { viewed.tree.text(of: $0) },
                position: node.map { NodePosition.of($0, in: viewed.tree) })
        }
    }

    private func program(for shape: Shape) -> ShapeProgram {
        let key = ObjectIdentifier(shape.names)
        if let known = programs.withLock({ $0[key] }) { return known }
        let program = ShapeProgram.compile(source, type: documentType, shape: shape).program
        keep(program)
        return program
    }

    /// Keeps what the mapping was compiled to for messages of a shape.
    func keep(_ program: ShapeProgram) {
        programs.withLock { known in
            if known.count < Self.programLimit { known[ObjectIdentifier(program.codes.base)] = program }
        }
    }

    private static func documentNodes(of program: ShapeProgram, _ reading: inout Reading) -> [Tree.Index] {
        guard let at = program.at else { return [0] }
        reading.collect(at, from: 0, needsValue: false)
        defer { reading.dropMatches(from: 0) }
        return reading.matches.elements(from: 0).map(\.node)
    }

    private static func document(at node: Tree.Index, _ program: ShapeProgram, _ reading: inout Reading)
        -> MappedDocument
    {
        reading.start(at: node)
        let document = program.document.read(&reading, in: reading.scope(node), counts: program.counts)
        return MappedDocument(
            document: document, diagnostics: reading.diagnostics, unread: [], unreadOmitted: 0,
            origins: reading.provenance ?? [])
    }

    /// Sets up a reading of a tree.
    private func reading<Result>(
        _ tree: Tree, _ program: ShapeProgram, _ header: InterchangeHeader, _ profile: [String: String],
        _ explains: Bool, _ body: (inout Reading) -> Result
    ) -> Result {
        let numbers = program.codes.numbers(in: tree)
        let wasRead = UnsafeMutableBufferPointer<Bool>.allocate(capacity: tree.nodes.count)
        wasRead.initialize(repeating: false)
        defer { wasRead.deallocate() }
        return tree.nodes.withUnsafeBufferPointer { nodes in
            tree.values.withUnsafeBufferPointer { bytes in
                numbers.withUnsafeBufferPointer { numbers in
                    var reading = Reading(
                        tree: tree, nodes: nodes, bytes: bytes, codes: program.codes, numbers: numbers,
                        wasRead: wasRead, header: header, profile: profile, documentValues: program.documentValues,
                        ignored: program.ignored, plans: program.plans.plans, explains: explains)
                    let result = body(&reading)
                    if reading.havePlansChanged { program.plans.merge(reading.plans) }
                    return result
                }
            }
        }
    }
}

/// A file that a mapping was made from.
public struct MappingSource: Sendable, Hashable {
    /// The path that the caller gave.
    public var path: String
    /// The file's bytes.
    public var bytes: [UInt8]
}
