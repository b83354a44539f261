public import Diagnostics
public import Directories
import Orders
public import Syntax

/// All mappings of a configuration.
public struct MappingLibrary: Sendable {
    /// Finds the structure of a message: syntax, message, version (nil for a mapping that names none).
    public typealias ShapeSource = @Sendable (_ syntax: SyntaxName, _ message: String, _ version: String?) -> Shape?

    /// The mappings by name.
    public let mappings: [String: CompiledMapping]
    /// The structures of XML formats that came with them.
    public let shapes: XMLShapes

    /// A mapping by its name.
    public subscript(name: String) -> CompiledMapping? { mappings[name] }

    /// Compiles the mappings of a folder.
    ///
    /// Every file that ends in `.yaml` or `.yml` and starts with `mapping:` is one, `codes/NAME.csv` is the code table
    /// NAME, `shapes/*.yaml` are structures of XML formats (``XMLShapes``). A mapping with a fault is left out, and all
    /// faults of all files come back; a caller with a running library keeps that one when there are errors. A mapping
    /// without `format` only serves to be included.
    /// - Parameter files: the files' bytes by their paths in the folder.
    /// - Parameter thorough: false to leave out what takes long: compiling each mapping for its formats before the first
    ///   message comes. Only for files that were loaded thoroughly before, since unknown paths are not found then.
    public static func load(
        _ files: [String: [UInt8]], shapes: ShapeSource, thorough: Bool = true
    ) -> (library: MappingLibrary, diagnostics: DiagnosticList) {
        var loader = MappingLoader(files: files, thorough: thorough)
        loader.readFiles()
        let own = loader.shapes
        func find(_ syntax: SyntaxName, _ message: String, _ version: String?) -> Shape? {
            if syntax == .xml || syntax == .idoc || syntax == .csv, let document = own.documents[message] {
                return document.shape
            }
            return shapes(syntax, message, version)
        }
        var mappings: [String: CompiledMapping] = [:]
        for name in loader.roots.keys.sorted() {
            if let mapping = loader.compile(name, shapes: find) { mappings[name] = mapping }
        }
        for name in loader.doubtful().sorted() {
            if let mapping = loader.compile(name, shapes: find, exhaustively: true) { mappings[name] = mapping }
        }
        for name in loader.reportIncluded() { mappings[name] = nil }
        if thorough {
            for name in loader.reportAnswers(mappings) { mappings[name] = nil }
        }
        return (MappingLibrary(mappings: mappings, shapes: own), loader.diagnostics)
    }
}

/// Reads and compiles the files of a library.
private struct MappingLoader {
    let files: [String: [UInt8]]
    let thorough: Bool
    var diagnostics = DiagnosticList()
    /// The mappings' roots by name.
    private(set) var roots: [String: YAMLNode] = [:]
    private var reported: Set<Diagnostic> = []
    /// Paths in included files that a mapping's versions do not know, by their place, with the mappings that do not.
    private var unknownIncluded: [Position: (fault: Diagnostic, mappings: Set<String>)] = [:]
    private(set) var shapes = XMLShapes.none
    /// The mappings that are made from a file.
    private var users: [String: Set<String>] = [:]
    private var tables: [String: CodeTable] = [:]
    private var tablePaths: [String: String] = [:]

    init(files: [String: [UInt8]], thorough: Bool) {
        self.files = files
        self.thorough = thorough
    }

    mutating func readFiles() {
        let (shapes, faults) = XMLShapes.load(files)
        self.shapes = shapes
        diagnostics.append(contentsOf: faults)
        for path in files.keys.sorted() where !XMLShapes.isShapeFile(path) {
            guard let bytes = files[path] else { continue }
            do {
                if let name = Self.tableName(path) {
                    tables[name] = try CodeTable.csv(bytes, name: name, file: path)
                    tablePaths[name] = path
                } else if path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
                    try addRoot(of: bytes, path)
                }
            } catch {
                diagnostics.append(error)
            }
        }
    }

    /// `codes/unit.csv` and `x/codes/unit.csv` are the table `unit`.
    private static func tableName(_ path: String) -> String? {
        let parts = path.split(separator: "/")
        guard path.hasSuffix(".csv"), let index = parts.lastIndex(of: "codes") else { return nil }
        return String(parts[(index + 1)...].joined(separator: "/").dropLast(4))
    }

    private mutating func addRoot(of bytes: [UInt8], _ path: String) throws(Diagnostic) {
        let root = try YAMLSource.parse(bytes, file: path)
        guard let node = root["mapping"] else { return }
        guard let name = node.text, !name.isEmpty else {
            throw Diagnostic("yaml.missing-key", at: node.position, facts: ["key": "mapping"])
        }
        if let other = roots[name] {
            throw Diagnostic(
                "mapping.name-twice", at: node.position, value: name, facts: ["file": other.position.file ?? ""])
        }
        roots[name] = root
    }

    /// Compiles a mapping for as many versions as it takes to know every path of its own file.
    /// - Parameter exhaustively: true to go on until every path of what it includes is known, too.
    mutating func compile(
        _ name: String, shapes: (SyntaxName, String, String?) -> Shape?, exhaustively: Bool = false
    ) -> CompiledMapping? {
        guard let root = roots[name] else { return nil }
        var own = DiagnosticList()
        // A fault of an included file comes up in every mapping that includes it.
        defer { for fault in own.items where reported.insert(fault).inserted { diagnostics.append(fault) } }
        let full = MappingInclude(mappings: roots).resolved(root, into: &own)
        guard full["format"] != nil else { return nil }
        var parser = MappingParser(tables: tables)
        let file = parser.file(full)
        own.append(contentsOf: parser.diagnostics)
        guard let file, let type = type(of: file, into: &own) else { return nil }
        var findings = PathFindings()
        var programs: [ShapeProgram] = []
        var seen: Set<Diagnostic> = []
        for version in thorough ? Self.telling(file.format.directories) : [] {
            // Once some version knows every path, the others have nothing to add; they are compiled when they are read.
            if !programs.isEmpty, findings.faults.isEmpty { break }
            let isOwnKnown = findings.faults.allSatisfy { $0.position?.file != root.position.file }
            if programs.count > 1, isOwnKnown, !exhaustively { break }
            guard let shape = shapes(file.format.syntax, file.format.message, version) else {
                own.append(
                    Diagnostic(
                        "mapping.shape-unknown", at: full["format"]?.position, value: file.format.message,
                        facts: ["version": version ?? "any"]))
                continue
            }
            let result = ShapeProgram.compile(file, type: type, shape: shape.view?.shape ?? shape)
            findings.formUnion(result.findings)
            programs.append(result.program)
            for fault in result.diagnostics where seen.insert(fault).inserted { own.append(fault) }
        }
        let sources = sources(of: full, parser.usedTables, message: file.format.message)
        for source in sources { users[source.path, default: []].insert(name) }
        for fault in findings.faults where !programs.isEmpty {
            // A mapping for few versions may include one for many: what it includes need not fit throughout.
            if let place = fault.position, place.file != root.position.file {
                unknownIncluded[place, default: (fault, [])].mappings.insert(name)
            } else {
                own.append(fault)
            }
        }
        guard !own.hasErrors else { return nil }
        return CompiledMapping(source: file, type: type, sources: sources, programs: programs)
    }

    /// The mappings with paths in included files that no mapping knows by the versions that it was compiled for; what was
    /// found of them is forgotten, for they are to be compiled for all.
    mutating func doubtful() -> Set<String> {
        let names = unknownToAll.values.reduce(into: Set<String>()) { $0.formUnion($1.mappings) }
        for place in unknownIncluded.keys { unknownIncluded[place]?.mappings.subtract(names) }
        return names
    }

    private var unknownToAll: [Position: (fault: Diagnostic, mappings: Set<String>)] {
        unknownIncluded.filter { place, found in found.mappings == users[place.file ?? ""] }
    }

    /// Reports paths in included files that no mapping's versions know; gives the mappings that use them.
    mutating func reportIncluded() -> Set<String> {
        let unknown = unknownToAll
        func place(_ position: Position) -> (String, Int, Int) {
            (position.file ?? "", position.line ?? 0, position.column ?? 0)
        }
        for (_, found) in unknown.sorted(by: { place($0.key) < place($1.key) }) {
            if reported.insert(found.fault).inserted { diagnostics.append(found.fault) }
        }
        return unknown.values.reduce(into: []) { $0.formUnion($1.mappings) }
    }

    /// The directories of a mapping in an order that soon finds what each path means: neighbours know nearly the same, so
    /// the newest and the oldest come first, then the middle of each gap.
    private static func telling(_ directories: [String]) -> [String?] {
        guard let first = directories.first, let last = directories.last else { return [nil] }
        var order = directories.count == 1 ? [last] : [last, first]
        var gaps = [0..<directories.count - 1]
        while !gaps.isEmpty {
            let gap = gaps.removeFirst()
            guard gap.count > 1 else { continue }
            let middle = (gap.lowerBound + gap.upperBound) / 2
            order.append(directories[middle])
            gaps += [gap.lowerBound..<middle, middle..<gap.upperBound]
        }
        return order
    }

    /// Reports answers that are no document, or whose mapping is none of that type; gives the mappings that name them.
    mutating func reportAnswers(_ mappings: [String: CompiledMapping]) -> Set<String> {
        var faulty: Set<String> = []
        for (name, mapping) in mappings.sorted(by: { $0.key < $1.key }) {
            for answer in mapping.source.answers {
                guard let fault = fault(of: answer, mappings) else { continue }
                faulty.insert(name)
                if reported.insert(fault).inserted { diagnostics.append(fault) }
            }
        }
        return faulty
    }

    private func fault(of answer: AnswerRule, _ mappings: [String: CompiledMapping]) -> Diagnostic? {
        guard let type = CanonicalDocument.DocumentType(rawValue: answer.type) else {
            return Self.unknownType(answer.type, key: "answers", at: answer.typePosition)
        }
        guard roots[answer.mapping] != nil else {
            let nearest = NearestName.to(answer.mapping, among: roots.keys.sorted()) ?? "none"
            return Diagnostic(
                "mapping.answer-unknown", at: answer.mappingPosition, value: answer.mapping,
                facts: ["nearest": nearest])
        }
        // One that has faults of its own has been reported.
        guard let mapping = mappings[answer.mapping], mapping.documentType != type else { return nil }
        return Diagnostic(
            "mapping.answer-type", at: answer.mappingPosition, value: answer.mapping,
            facts: ["type": mapping.documentType.rawValue, "wanted": type.rawValue])
    }

    private func type(of file: MappingFile, into own: inout DiagnosticList) -> CanonicalDocument.DocumentType? {
        if let type = CanonicalDocument.DocumentType(rawValue: file.document.type) { return type }
        own.append(Self.unknownType(file.document.type, key: "document", at: file.document.position))
        return nil
    }

    private static func unknownType(_ type: String, key: String, at position: Position) -> Diagnostic {
        let known = CanonicalDocument.DocumentType.allCases.map(\.rawValue)
        return Diagnostic(
            "yaml.not-choice", at: position, value: type,
            facts: [
                "key": key, "known": known.joined(separator: ", "),
                "nearest": NearestName.to(type, among: known) ?? "none",
            ])
    }

    /// The files that a mapping's nodes come from, its tables and the shape of its message, by path.
    private func sources(of root: YAMLNode, _ usedTables: Set<String>, message: String) -> [MappingSource] {
        var paths = shapes.documents[message]?.files ?? []
        func visit(_ node: YAMLNode) {
            if let file = node.position.file { paths.insert(file) }
            for item in node.items ?? [] { visit(item) }
            for entry in node.entries ?? [] {
                if let file = entry.key.position.file { paths.insert(file) }
                visit(entry.value)
            }
        }
        visit(root)
        for name in usedTables { if let path = tablePaths[name] { paths.insert(path) } }
        return paths.sorted().compactMap { path in files[path].map { MappingSource(path: path, bytes: $0) } }
    }
}
