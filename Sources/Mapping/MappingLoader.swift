import Diagnostics
import Orders
import Syntax

/// Reads the files of a library.
struct MappingLoader {
    let files: [String: [UInt8]]
    var diagnostics = DiagnosticList()
    /// The mappings' roots by name.
    private(set) var roots: [String: YAMLNode] = [:]
    private var reported: Set<Diagnostic> = []
    private(set) var shapes = XMLShapes.none
    private var tables: [String: CodeTable] = [:]
    private var tablePaths: [String: String] = [:]

    init(files: [String: [UInt8]]) { self.files = files }

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

    /// A mapping with what it includes put in, and whether it is without a fault so far; nil for one of which no more can
    /// be said, and for one that only serves to be included.
    mutating func mapping(_ name: String) -> (mapping: CompiledMapping, isSound: Bool)? {
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
        let sources = sources(of: full, parser.usedTables, message: file.format.message)
        return (CompiledMapping(source: file, type: type, sources: sources), !own.hasErrors)
    }

    private func type(of file: MappingFile, into own: inout DiagnosticList) -> CanonicalDocument.DocumentType? {
        if let type = CanonicalDocument.DocumentType(rawValue: file.document.type) { return type }
        own.append(Self.unknownType(file.document.type, key: "document", at: file.document.position))
        return nil
    }

    static func unknownType(_ type: String, key: String, at position: Position) -> Diagnostic {
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
