import Diagnostics
import Directories
import Orders

/// Writes one document: follows the rules of a program, takes values from the document's fields and grows a draft of the
/// message. A class, since rules, items and their attempts all change one state.
final class Writing {
    /// Where a block is written, and from which fields.
    struct Scope {
        /// The node in the draft.
        var node: Int
        /// The record; nil for one that is absent.
        var field: Int?
        /// The item's number in its list, from 1; 0 for what is no item.
        var index = 0
        /// How many values had been written when the node was made: more means that it lives.
        var livesFrom: Int
        var overflow: Overflow?
    }

    /// The nodes that go on with an item whose own node is full (`merge`).
    final class Overflow {
        let nodes: WriteNodes
        let outer: Scope
        var continuations: [Int] = []

        init(nodes: WriteNodes, outer: Scope) {
            self.nodes = nodes
            self.outer = outer
        }
    }

    /// How far everything had come, for taking an attempt back.
    struct Mark {
        var draft: Draft.Mark
        var diagnostics: Int
        var written: Int
        var live: Int
        var waiting: Int
        var misfits: Int
    }

    /// Records within records.
    static let depthLimit = 40

    let program: WriteProgram
    let fields: FieldTree
    let profile: [String: String]
    var draft: Draft
    /// What was wrong, up to the limit of a ``DiagnosticList``.
    var diagnostics: [Diagnostic] = []
    /// Which fields' values stand in the draft.
    private(set) var isWritten: [Bool]
    private var writtenOrder: [Int] = []
    /// How many values have been written.
    var live = 0
    /// Defaults that wait for their scope to live.
    var waiting: [(rule: WriteValue, scope: Scope)] = []
    /// How many values a rule without places would falsify.
    var misfits = 0
    private var depth = 0
    private var visits = 0
    private let visitLimit: Int
    private(set) var documentNode = 0

    init(_ program: WriteProgram, fields: FieldTree, profile: [String: String]) {
        self.program = program
        self.fields = fields
        self.profile = profile
        draft = Draft(root: program.shape.root)
        isWritten = Array(repeating: false, count: fields.nodes.count)
        visitLimit = 10_000 + fields.nodes.count * 64
    }

    var mark: Mark {
        Mark(
            draft: draft.mark, diagnostics: diagnostics.count, written: writtenOrder.count, live: live,
            waiting: waiting.count, misfits: misfits)
    }

    func rollBack(to mark: Mark) {
        draft.rollBack(to: mark.draft)
        diagnostics.removeLast(diagnostics.count - mark.diagnostics)
        while writtenOrder.count > mark.written, let field = writtenOrder.popLast() { isWritten[field] = false }
        live = mark.live
        waiting.removeLast(waiting.count - mark.waiting)
        misfits = mark.misfits
    }

    /// Writes a record where another one has been, or will be, written: what stands there says nothing of what is
    /// written of it.
    func writeAgain(_ record: Int, _ nodes: WriteNodes) {
        let before = isWritten
        let order = writtenOrder
        isWritten = Array(repeating: false, count: fields.nodes.count)
        writeStandIn(record, nodes, in: Scope(node: documentNode, field: 0, livesFrom: live))
        isWritten = before
        writtenOrder = order
    }

    func noteWritten(_ field: Int) {
        guard !isWritten[field] else { return }
        isWritten[field] = true
        writtenOrder.append(field)
    }

    /// How many values below a field stand nowhere yet.
    func unwrittenCount(below field: Int) -> Int {
        (field..<fields.nodes[field].end).count { fields.nodes[$0].text != nil && !isWritten[$0] }
    }

    func report(
        _ code: Code, _ severity: Severity = .error, field: Int?, value: String? = nil, facts: [String: String] = [:]
    ) {
        let path = field.map { fields.path(of: $0) }
        report(Diagnostic(code, severity, at: Position(path: path), value: value, facts: facts))
    }

    func report(_ diagnostic: Diagnostic) {
        if diagnostics.count < DiagnosticList.defaultLimit { diagnostics.append(diagnostic) }
    }

    /// Goes one record deeper; false, with an error, where the document nests too deep or trying has no end.
    func enter(field: Int?) -> Bool {
        visits += 1
        guard depth < Self.depthLimit else {
            report("mapping.document-too-deep", field: field, facts: ["limit": "\(Self.depthLimit)"])
            return false
        }
        guard visits <= visitLimit else {
            if visits == visitLimit + 1 { report("mapping.too-many-attempts", field: field) }
            return false
        }
        depth += 1
        return true
    }

    func leave() { depth -= 1 }

    // MARK: The document

    /// Writes all rules of the document and what its conditions demand.
    func writeDocument(tally: (CountRule) -> ExactDecimal?) {
        var root = Scope(node: 0, field: 0, livesFrom: -1)
        if let at = program.at, let reached = reach(at, in: root, newAt: nil) {
            documentNode = reached.node
            root.node = reached.node
        }
        draft.setRecord(0, of: root.node)
        let start = mark
        write(program.document, in: root)
        for count in program.counts { write(count, tally(count.rule), in: root) }
        settleConditions(from: start.draft, field: nil)
        if misfits > 0 { report("mapping.document-misfit", field: nil) }
    }

    private func write(_ count: WriteCount, _ tally: ExactDecimal?, in scope: Scope) {
        guard let tally, !tally.isZero else { return }
        do throws(WriteFault) {
            try put([tally.canonicalText], at: count.path, in: scope, isList: false)
        } catch {
            report(error.code, field: nil, value: tally.canonicalText, facts: facts(of: error, count.path.text, nil))
        }
    }

    /// Writes the rules of a block, then the defaults that go with them and its constants.
    func write(_ block: WriteBlock, in scope: Scope) {
        let start = waiting.count
        writeRules(of: block, in: scope)
        let defaults = waiting[start...]
        waiting.removeLast(waiting.count - start)
        for (rule, scope) in defaults { accompany(rule, in: scope) }
        guard live > scope.livesFrom else { return }
        for (path, value) in block.constants {
            do throws(WriteFault) {
                try put([value], at: path, in: scope, isList: false)
            } catch {
                report(error.code, field: scope.field, value: value, facts: facts(of: error, path.text, scope.field))
            }
        }
    }

    func writeRules(of block: WriteBlock, in scope: Scope) {
        guard enter(field: scope.field) else { return }
        defer { leave() }
        for rule in block.rules {
            switch rule {
            case .value(let value): write(value, in: scope)
            case .pair(let first, let second, let value): write(value, first, second, in: scope)
            case .nested(let nested): write(nested, in: scope)
            }
        }
    }

    /// The facts of a fault: what the value is of and where it was to stand.
    func facts(of fault: WriteFault, _ path: String, _ field: Int?) -> [String: String] {
        var facts = fault.facts
        facts["field"] = field.map { fields.path(of: $0) } ?? ""
        facts["path"] = path
        return facts
    }
}
