import Diagnostics
import Directories
import Orders
import Syntax

/// Which paths of a mapping some shape and some use of their block knows, and why the others are unknown.
struct PathFindings {
    var found: Set<MappingPath.Place> = []
    var missing: [MappingPath.Place: PathFault] = [:]

    mutating func formUnion(_ other: PathFindings) {
        found.formUnion(other.found)
        missing.merge(other.missing) { first, _ in first }
    }

    /// True when something knows every path.
    var areAllFound: Bool { missing.keys.allSatisfy(found.contains) }

    /// True when something knows every path of a file.
    func areAllFound(of file: String) -> Bool {
        missing.allSatisfy { found.contains($0.key) || $0.value.diagnostic.position?.file != file }
    }

    /// The faults of the paths that nothing knows, in the order of the file.
    var faults: [Diagnostic] {
        missing.filter { !found.contains($0.key) }.map(\.value.described).sorted {
            ($0.position?.file ?? "", $0.position?.line ?? 0, $0.position?.column ?? 0)
                < ($1.position?.file ?? "", $1.position?.line ?? 0, $1.position?.column ?? 0)
        }
    }
}

/// Compiles the rules of one mapping for one shape and one type of record.
///
/// A path that this shape does not know makes its rule inactive here; it is an error only if no shape of the mapping and
/// no use of its block knows it, so that one mapping serves many directories.
struct MappingCompiler {
    /// Where a block stands.
    struct Scope {
        var place: ShapeScope
        /// Tells the block from others: an `[else]` looks at the paths of its own block.
        var block: Int
        /// The canonical field that is being filled, for errors.
        var trail: String
        var isDocument = false
    }

    /// A rule while its field path is taken apart.
    struct Entry {
        var steps: ArraySlice<FieldPath.Step>
        var rule: Rule
    }

    private struct ProgramKey: Hashable {
        var block: Int
        var type: ObjectIdentifier
        var node: Shape.Index
    }

    let file: MappingFile
    let resolver: PathResolver
    var paths: PathCompiler
    var diagnostics: [Diagnostic] = []
    var pathsFound = PathFindings()
    var uses: [ElementUse] = []
    var documentValues: [String: CompiledValue] = [:]
    /// Fields that defaults refer to, with the places of the rules.
    var references: [(field: String, position: Position)] = []
    /// The elements whose codes gates ask for.
    var qualifiers = NameSet()
    private var programs: [ProgramKey: RecordProgram] = [:]

    init(file: MappingFile, shape: Shape, document: ShapeScope) {
        self.file = file
        resolver = PathResolver(shape: shape, document: document)
        paths = PathCompiler(resolver: resolver)
    }

    /// The program of the document's own rules.
    mutating func document(_ type: RecordType) -> RecordProgram {
        let program = RecordProgram()
        let scope = Scope(place: resolver.document, block: 0, trail: "", isDocument: true)
        fill(program, of: type, with: file.body, in: scope)
        checkFills(of: type, in: scope)
        for reference in references where documentValues[reference.field] == nil {
            diagnostics.append(
                Diagnostic(
                    "mapping.reference-unknown", at: reference.position, value: reference.field,
                    facts: ["nearest": NearestName.to(reference.field, among: documentValues.keys.sorted()) ?? "none"]))
        }
        diagnostics += ElementUse.conflicts(among: uses)
        return program
    }

    /// Finds the places, blocks and records that `fill` names, which reading has no use for.
    private mutating func checkFills(of type: RecordType, in scope: Scope) {
        for rule in file.fills {
            guard let record = rule.record else { continue }
            if let path = record.block.path { _ = resolve(path, in: scope) }
            _ = spelledOut(record.block.body)
            let names = type.fieldNames()
            guard let name = record.from.first, !names.contains(name) else { continue }
            diagnostics.append(
                Diagnostic(
                    "mapping.field-unknown", at: rule.position, value: name,
                    facts: ["record": type.name, "nearest": NearestName.to(name, among: names) ?? "none"]))
        }
    }

    /// A path's meaning here; nil, with the reason noted, where the shape does not know it.
    mutating func resolve(_ path: MappingPath, in scope: Scope) -> ResolvedPath? {
        do {
            let resolved = try resolver.resolve(path, in: scope.place)
            pathsFound.found.insert(path.place)
            return resolved
        } catch {
            pathsFound.missing[path.place] = error
            return nil
        }
    }

    mutating func fill(
        _ program: RecordProgram, of type: RecordType, with body: BlockBody, in scope: Scope
    ) {
        let body = spelledOut(body)
        var entries: [Entry] = []
        for rule in body.rules {
            if rule.fields.count == 1 {
                entries.append(Entry(steps: rule.fields[0].steps[...], rule: rule))
            }
        }
        fill(program, of: type, with: entries, in: scope)
        for rule in body.rules where rule.fields.count > 1 {
            if let pair = pair(rule, of: type, in: scope) { program.append(pair) }
        }
        for constant in body.constants {
            guard let resolved = resolve(constant.path, in: scope) else { continue }
            program.append(
                CompiledConstant(
                    path: paths.compile(resolved, block: scope.block), value: constant.value, text: constant.path.text))
        }
        program.close()
    }

    /// The rules of a block with those that it builds on; an unknown name is reported.
    private mutating func spelledOut(_ body: BlockBody) -> BlockBody {
        let (result, unknown) = file.spelledOut(body)
        if let unknown {
            diagnostics.append(
                Diagnostic(
                    "mapping.block-unknown", at: unknown.position, value: unknown.text,
                    facts: ["nearest": NearestName.to(unknown.text, among: file.blocks.keys.sorted()) ?? "none"]))
        }
        return result
    }

    /// The program of a block at its place; a block that holds itself is compiled once.
    mutating func program(of block: BlockRule, _ type: RecordType, in scope: Scope) -> RecordProgram {
        let key = ProgramKey(block: block.identifier, type: type.id, node: scope.place.node)
        if let known = programs[key] { return known }
        let program = RecordProgram()
        programs[key] = program
        fill(program, of: type, with: block.body, in: scope)
        return program
    }

    /// A block with its nodes' path.
    mutating func block(
        _ block: BlockRule, _ type: RecordType, in scope: Scope, trail: String
    ) -> BlockProgram? {
        guard block.only != .write else { return nil }
        var inner = Scope(place: scope.place, block: block.identifier, trail: trail)
        var code: PathCode?
        if let path = block.path {
            guard let resolved = resolve(path, in: scope) else { return nil }
            code = paths.compile(resolved, block: scope.block)
            inner.place = resolved.scope
        } else {
            inner.block = scope.block
        }
        var merge: [PathCode] = []
        for path in block.merge {
            guard let resolved = resolve(path, in: inner) else { continue }
            merge.append(paths.compile(resolved, block: block.identifier))
        }
        let program = program(of: block, type, in: inner)
        var gate = block.isRequired ? .open : program.gate
        if let code, !block.isRequired { gate = self.gate(of: code) }
        return BlockProgram(
            kind: block.kind, path: code, program: program, merge: merge, isRequired: block.isRequired,
            text: block.path?.text ?? ".", gate: gate)
    }
}
