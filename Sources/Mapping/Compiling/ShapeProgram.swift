import Diagnostics
import Directories
import Orders
import Syntax

/// A mapping compiled for one shape.
final class ShapeProgram: Sendable {
    let codes: PathCodes
    let document: any DocumentProgram
    /// The nodes that are a document each; nil for the whole message.
    let at: PathCode?
    let matches: [CompiledMatch]
    let counts: [CompiledCount]
    let ignored: [CompiledIgnore]
    let documentValues: [String: CompiledValue]
    /// How nodes that were read before are read again.
    let plans = PlanStore()

    private init(
        codes: PathCodes, document: any DocumentProgram, at: PathCode?, matches: [CompiledMatch],
        counts: [CompiledCount], ignored: [CompiledIgnore], documentValues: [String: CompiledValue]
    ) {
        self.codes = codes
        self.document = document
        self.at = at
        self.matches = matches
        self.counts = counts
        self.ignored = ignored
        self.documentValues = documentValues
    }

    /// What compiling came to.
    struct Result {
        var program: ShapeProgram
        var findings: PathFindings
        var diagnostics: [Diagnostic]
    }

    /// Compiles a mapping for a shape.
    static func compile(_ file: MappingFile, type: CanonicalDocument.DocumentType, shape: Shape) -> Result {
        let whole = ShapeScope(chain: [shape.root], steps: [])
        var place = whole
        var findings = PathFindings()
        if let at = file.document.at {
            do {
                place = try PathResolver(shape: shape, document: whole).resolve(at, in: whole).scope
                findings.found.insert(at.place)
            } catch {
                findings.missing[at.place] = error
            }
        }
        var compiler = MappingCompiler(file: file, shape: shape, document: place)
        compiler.pathsFound = findings
        let document = compiler.program(of: type.record)
        let scope = MappingCompiler.Scope(place: place, block: 0, trail: "")
        let outer = MappingCompiler.Scope(place: whole, block: -2, trail: "")
        let at = file.document.at.flatMap { compiler.code($0, in: outer) }
        let matches = file.format.match.compactMap { compiler.match($0, in: outer) }
        let counts = file.counts.compactMap { compiler.count($0, of: document, in: scope) }
        let ignored = file.ignored.compactMap { compiler.ignore($0, in: scope) }
        let program = ShapeProgram(
            codes: PathCodes(compiler.paths.finish(), base: shape.names, qualifiers: compiler.qualifiers),
            document: document, at: at, matches: matches,
            counts: counts, ignored: ignored, documentValues: compiler.documentValues)
        return Result(program: program, findings: compiler.pathsFound, diagnostics: compiler.diagnostics)
    }
}

/// A condition on a message.
struct CompiledMatch: Sendable {
    var path: PathCode
    var condition: ValuePredicate
}

/// A place whose number follows from the document.
struct CompiledCount: Sendable {
    var path: PathCode
    var rule: CountRule
    /// Where the field stands among those of the document's type.
    var places: [Int]
}

/// Input that is left unread on purpose.
struct CompiledIgnore: Sendable {
    var path: PathCode
    /// True for a path that may start anywhere; its first step is then found by name.
    var isAnywhere: Bool
}

extension MappingCompiler {
    fileprivate mutating func program<Document: BusinessDocument>(of type: Document.Type) -> any DocumentProgram {
        TypedDocument<Document>(document(RecordType(type)))
    }

    fileprivate mutating func code(_ path: MappingPath, in scope: Scope) -> PathCode? {
        resolve(path, in: scope).map { paths.compile($0, block: scope.block) }
    }

    fileprivate mutating func match(_ rule: MatchRule, in scope: Scope) -> CompiledMatch? {
        code(rule.path, in: scope).map { CompiledMatch(path: $0, condition: rule.condition) }
    }

    fileprivate mutating func count(
        _ rule: CountRule, of document: any DocumentProgram, in scope: Scope
    ) -> CompiledCount? {
        if let unknown = document.fault(of: rule) {
            diagnostics.append(unknown)
            return nil
        }
        return code(rule.path, in: scope).map {
            CompiledCount(path: $0, rule: rule, places: document.places(of: rule.field))
        }
    }

    /// A path that starts with `^/` or `/` is found from there; any other one wherever its first name stands, since what
    /// is left out (`ALI`) is left out at every level.
    fileprivate mutating func ignore(_ rule: IgnoreRule, in scope: Scope) -> CompiledIgnore? {
        guard case .scope = rule.path.anchor else {
            return code(rule.path, in: scope).map { CompiledIgnore(path: $0, isAnywhere: false) }
        }
        // At the document's own level an ignored node is no node that `[else]` takes.
        if let resolved = try? resolver.resolve(rule.path, in: scope.place) { paths.note(resolved, block: 0) }
        guard case .name(let first) = rule.path.steps.first?.target,
            let name = NameTable(base: resolver.shape.names)[first]
        else { return code(rule.path, in: scope).map { CompiledIgnore(path: $0, isAnywhere: false) } }
        for node in resolver.shape.nodes.indices
        where resolver.shape.child(of: node, named: name) != nil {
            let inner = Scope(place: ShapeScope(chain: [node], steps: []), block: -3, trail: "")
            if let code = code(rule.path, in: inner) { return CompiledIgnore(path: code, isAnywhere: true) }
        }
        _ = resolve(rule.path, in: scope)
        return nil
    }
}
