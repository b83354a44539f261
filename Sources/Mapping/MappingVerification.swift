import Diagnostics
import Directories
import Dispatch
import Orders
import Synchronization
import Syntax

/// Compiles the mappings of a library for the formats that they name, to find what is wrong with them.
struct MappingVerification {
    let library: MappingLibrary
    let shapes: MappingLibrary.ShapeSource
    /// True for mappings that keep what they are compiled to.
    let keeps: Bool
    private(set) var diagnostics = DiagnosticList()
    /// The mappings with errors.
    private(set) var faulty: Set<String> = []
    private var reported: Set<Diagnostic> = []
    /// Paths in included files that a mapping's versions do not know, by their place, with the mappings that do not.
    private var unknownIncluded: [Position: (fault: Diagnostic, mappings: Set<String>)] = [:]

    /// What compiling one mapping came to.
    private struct Finding {
        var faults: [Diagnostic] = []
        var unknownIncluded: [Diagnostic] = []
    }

    init(library: MappingLibrary, shapes: @escaping MappingLibrary.ShapeSource, keeps: Bool) {
        self.library = library
        self.shapes = shapes
        self.keeps = keeps
    }

    /// Verifies mappings of the library by their names, and those with faults already.
    mutating func run(_ names: [String]) {
        take(findings((names + library.unsound.keys).sorted(), exhaustively: false))
        // An included file may have paths that none of the versions looked at so far knows.
        let doubtful = unknownToAll.values.reduce(into: Set<String>()) { $0.formUnion($1.mappings) }
        for place in unknownIncluded.keys { unknownIncluded[place]?.mappings.subtract(doubtful) }
        take(findings(doubtful.sorted(), exhaustively: true))
        reportIncluded()
        reportAnswers()
    }

    /// Compiles mappings, as many at a time as there are cores.
    private func findings(_ names: [String], exhaustively: Bool) -> [(name: String, finding: Finding)] {
        let mappings = names.compactMap { library[$0] ?? library.unsound[$0] }
        let findings = Mutex([Finding](repeating: Finding(), count: mappings.count))
        DispatchQueue.concurrentPerform(iterations: mappings.count) { [self] index in
            let finding = finding(of: mappings[index], exhaustively: exhaustively)
            findings.withLock { $0[index] = finding }
        }
        return zip(mappings, findings.withLock { $0 }).map { ($0.name, $1) }
    }

    private mutating func take(_ findings: [(name: String, finding: Finding)]) {
        for (name, finding) in findings {
            for fault in finding.faults { report(fault) }
            if finding.faults.contains(where: { $0.severity == .error }) { faulty.insert(name) }
            for fault in finding.unknownIncluded {
                guard let place = fault.position else { continue }
                unknownIncluded[place, default: (fault, [])].mappings.insert(name)
            }
        }
    }

    /// A fault of an included file comes up in every mapping that includes it.
    private mutating func report(_ fault: Diagnostic) {
        if reported.insert(fault).inserted { diagnostics.append(fault) }
    }

    /// Compiles a mapping for as many versions as it takes to know every path of its own file.
    /// - Parameter exhaustively: true to go on until every path of what it includes is known, too.
    private func finding(of mapping: CompiledMapping, exhaustively: Bool) -> Finding {
        let file = mapping.source
        var finding = Finding()
        var paths = PathFindings()
        var compiled = 0
        var seen: Set<Diagnostic> = []
        for version in Self.telling(file.format.directories) {
            // Once some version knows every path, the others have nothing to add; they are compiled when they are read.
            if compiled > 0, paths.areAllFound { break }
            if compiled > 1, !exhaustively, paths.areAllFound(of: mapping.file) { break }
            guard let shape = shapes(file.format.syntax, file.format.message, version) else {
                finding.faults.append(
                    Diagnostic(
                        "mapping.shape-unknown", at: file.format.position, value: file.format.message,
                        facts: ["version": version ?? "any"]))
                continue
            }
            let viewed = shape.view?.shape ?? shape
            let result = ShapeProgram.compile(file, type: mapping.documentType, shape: viewed)
            paths.formUnion(result.findings)
            compiled += 1
            if keeps { mapping.keep(result.program) }
            for fault in result.diagnostics where seen.insert(fault).inserted { finding.faults.append(fault) }
        }
        guard compiled > 0 else { return finding }
        for fault in paths.faults {
            // A mapping for few versions may include one for many: what it includes need not fit throughout.
            if fault.position?.file == mapping.file {
                finding.faults.append(fault)
            } else {
                finding.unknownIncluded.append(fault)
            }
        }
        return finding
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

    // MARK: Files that several mappings include

    /// The paths of included files that no mapping which is made from the file knows.
    private var unknownToAll: [Position: (fault: Diagnostic, mappings: Set<String>)] {
        unknownIncluded.filter { place, found in
            (Array(library.mappings.values) + library.unsound.values)
                .filter { mapping in mapping.sources.contains { $0.path == place.file } }
                .allSatisfy { found.mappings.contains($0.name) }
        }
    }

    private mutating func reportIncluded() {
        func place(_ position: Position) -> (String, Int, Int) {
            (position.file ?? "", position.line ?? 0, position.column ?? 0)
        }
        for (_, found) in unknownToAll.sorted(by: { place($0.key) < place($1.key) }) {
            report(found.fault)
            faulty.formUnion(found.mappings)
        }
    }

    // MARK: Answers

    /// Reports answers that are no document, or whose mapping is none of that type.
    private mutating func reportAnswers() {
        for (name, mapping) in library.mappings.sorted(by: { $0.key < $1.key }) {
            for answer in mapping.source.answers {
                guard let fault = fault(of: answer) else { continue }
                faulty.insert(name)
                report(fault)
            }
        }
    }

    private func fault(of answer: AnswerRule) -> Diagnostic? {
        guard let type = CanonicalDocument.DocumentType(rawValue: answer.type) else {
            return MappingLoader.unknownType(answer.type, key: "answers", at: answer.typePosition)
        }
        guard library.names.contains(answer.mapping) else {
            let nearest = NearestName.to(answer.mapping, among: library.names.sorted()) ?? "none"
            return Diagnostic(
                "mapping.answer-unknown", at: answer.mappingPosition, value: answer.mapping,
                facts: ["nearest": nearest])
        }
        // One that has faults of its own has been reported.
        guard let mapping = library[answer.mapping], !faulty.contains(answer.mapping), mapping.documentType != type
        else { return nil }
        return Diagnostic(
            "mapping.answer-type", at: answer.mappingPosition, value: answer.mapping,
            facts: ["type": mapping.documentType.rawValue, "wanted": type.rawValue])
    }
}
