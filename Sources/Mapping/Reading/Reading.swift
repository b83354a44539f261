import Diagnostics
import Orders
import Syntax

/// One document being read: the tree, what has been read of it, and what was wrong.
///
/// It lives for one call and on one thread, handed down by reference; never copied, since that would count a reference to
/// each of its seven hundred bytes of tables. Its buffers are used as stacks: who appends takes away again.
struct Reading: ~Copyable {
    /// A node that a path led to.
    struct Match: BitwiseCopyable {
        var node: Int
        /// The node that the path's last written step started from.
        var enclosing: Int
    }

    /// A node directly below a block's node. Rules look for their first step in a list of these: from one line to the next
    /// it is eight bytes there, a thousand in the tree.
    struct Child: BitwiseCopyable {
        var name: UInt32
        var node: Int32
    }

    /// A part of the canonical path that is being filled.
    struct TrailPart {
        var name: String
        /// The item's number from 1, 0 for a single record.
        var index: Int
    }

    /// What a path that starts above its block led to.
    struct Recollection {
        struct Key: Hashable {
            var start: Int
            var steps: Int32
            var needsValue: Bool
        }

        var matches: [Match]
        var evidence: [Int32]
    }

    /// How deep records may stand in each other; deeper ones are an error, since the input decides.
    static let depthLimit = 40

    let tree: Tree
    let nodes: UnsafeBufferPointer<Tree.Node>
    let bytes: UnsafeBufferPointer<UInt8>
    let codes: PathTables
    let numbers: UnsafeBufferPointer<UInt32>
    /// The release character, 0x80 where there is none.
    let release: UInt8
    let header: InterchangeHeader
    let profile: [String: String]
    /// Rules of the document that others refer to, by field.
    let documentValues: [String: CompiledValue]
    /// What is left unread on purpose.
    let ignored: [CompiledIgnore]
    /// Which nodes have been read.
    let wasRead: UnsafeMutableBufferPointer<Bool>
    /// True when the tree's names are numbered as the gates expect.
    var usesGates: Bool
    /// True when nodes may be read by plans.
    let usesPlans: Bool
    var plans: PlanTable
    /// The plan that fitted last, -1 for none.
    var recentPlan: Int32 = -1
    /// True when there is something for other readings in ``plans``.
    var havePlansChanged = false
    var recorder = PlanRecorder()
    /// The structure of the node that a plan is looked for.
    var pattern = ScratchStack<UInt64>(capacity: 64)

    var documentNode = 0
    var diagnostics = DiagnosticList()
    var matches = ScratchStack<Match>(capacity: 64)
    /// Nodes of the predicates that were satisfied on the way to the matches.
    var evidence = ScratchStack<Int32>(capacity: 64)
    /// The children of the scopes that are being read.
    var children = ScratchStack<Child>(capacity: 128)
    var trail: [TrailPart] = []
    var provenance: [ValueOrigin]?
    /// True when each value is to name its rule and its input.
    let explains: Bool
    /// The second text of the date that was read last, where that is a period.
    var second: String?
    var depth = 0
    var isTooDeep = false
    /// How many records have been gone into. A block that leads back to itself (`^/LIN` within a line) would never end.
    var visits = 0
    var visitLimit: Int { 10_000 + nodes.count * 256 }
    var recollections: [Recollection.Key: Recollection] = [:]
    private var documentTexts: [String: String?] = [:]
    private var parents: [Int32] = []

    init(
        tree: Tree, nodes: UnsafeBufferPointer<Tree.Node>, bytes: UnsafeBufferPointer<UInt8>, codes: PathCodes,
        numbers: UnsafeBufferPointer<UInt32>, wasRead: UnsafeMutableBufferPointer<Bool>, header: InterchangeHeader,
        profile: [String: String], documentValues: [String: CompiledValue], ignored: [CompiledIgnore],
        plans: PlanTable, explains: Bool
    ) {
        self.tree = tree
        release = tree.decoding.release ?? 0x80
        self.nodes = nodes
        self.bytes = bytes
        self.codes = codes.tables
        usesGates = codes.isNumbered(like: tree, numbers)
        usesPlans = !explains && codes.isOn(tree.names)
        self.plans = plans
        self.ignored = ignored
        self.numbers = numbers
        self.wasRead = wasRead
        self.header = header
        self.profile = profile
        self.documentValues = documentValues
        self.explains = explains
        provenance = explains ? [] : nil
    }

    deinit {
        matches.free()
        evidence.free()
        children.free()
        pattern.free()
    }

    /// The node above one, so many steps up; the message at most.
    mutating func ancestor(of node: Int, up: Int) -> Int {
        if parents.isEmpty { parents = Self.parents(of: nodes) }
        var node = node
        for _ in 0..<up { node = max(0, Int(parents[node])) }
        return node
    }

    private static func parents(of nodes: UnsafeBufferPointer<Tree.Node>) -> [Int32] {
        var parents = [Int32](repeating: 0, count: nodes.count)
        var open: [(node: Int32, end: UInt32)] = []
        for index in nodes.indices {
            while let last = open.last, last.end <= UInt32(index) { open.removeLast() }
            parents[index] = open.last?.node ?? 0
            // A node without descendants is nobody's parent.
            if nodes[index].end > UInt32(index) + 1 { open.append((Int32(index), nodes[index].end)) }
        }
        return parents
    }

    /// A node's value as text, nil when it has none or an empty one. ASCII, which nearly all values are, is not decoded.
    mutating func text(of node: Int) -> String? {
        let value = self.value(of: node)
        guard !value.isEmpty else { return nil }
        return needsDecoding(value) ? tree.text(of: node) : String(decoding: value, as: UTF8.self)
    }

    /// The bytes of a node's value as they stand.
    @inline(__always)
    mutating func value(of node: Int) -> UnsafeBufferPointer<UInt8> {
        let start = Int(nodes[node].valueStart)
        return UnsafeBufferPointer(rebasing: bytes[start..<start + Int(nodes[node].valueLength)])
    }

    /// True when a value is not what its bytes say as ASCII.
    @inline(__always)
    mutating func needsDecoding(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in value where byte >= 0x80 || byte == release { return true }
        return false
    }

    /// Marks a node and the evidence since a mark as read.
    mutating func markRead(_ node: Int, evidenceFrom mark: Int) {
        wasRead[node] = true
        markEvidence(from: mark)
    }

    /// Marks the evidence since a mark as read.
    mutating func markEvidence(from mark: Int) {
        for index in mark..<evidence.count { wasRead[Int(evidence[index])] = true }
    }

    /// The text of a field of the document, read once (`^currency`).
    mutating func documentText(_ field: String) -> String? {
        if let known = documentTexts[field] { return known }
        // A rule that refers to itself finds absence.
        documentTexts.updateValue(nil, forKey: field)
        guard let rule = documentValues[field] else { return nil }
        var found = ReadValue()
        let mark = children.count
        defer { children.drop(from: mark) }
        // It is the document's, whichever node asks for it.
        let isRecording = recorder.isOn
        recorder.isOn = false
        defer { recorder.isOn = isRecording }
        let isFound = find(&found, by: rule, in: scope(documentNode), reports: false)
        let text = isFound ? found.text : nil
        documentTexts.updateValue(text, forKey: field)
        return text
    }

    mutating func forgetDocumentTexts() { documentTexts = [:] }

    /// The canonical path of a field of the record that is being filled.
    func path(of field: String) -> String {
        var text = ""
        for part in trail {
            if !text.isEmpty { text += "." }
            text += part.name
            if part.index > 0 { text += "[\(part.index)]" }
        }
        return text.isEmpty || field.isEmpty ? text + field : text + "." + field
    }

    /// Adds a diagnostic at a node; its place is only looked up while the list has room.
    @inline(never)
    mutating func report(
        _ code: Code, _ severity: Severity = .error, at node: Int?, value: String? = nil, field: String,
        facts: [String: String] = [:]
    ) {
        isUnsteady()
        guard diagnostics.items.count < diagnostics.limit else {
            diagnostics.append(Diagnostic(code, severity))
            return
        }
        var facts = facts
        facts["field"] = path(of: field)
        diagnostics.append(
            Diagnostic(code, severity, at: node.map { NodePosition.of($0, in: tree) }, value: value, facts: facts))
    }
}

/// The node that a block's paths start from.
struct ReadScope {
    var node: Int
    /// The item's number in its list, from 1.
    var index = 0
    /// True where that is the item which a plan is made of.
    var hasOwnIndex = false
    /// The names that stand directly below the node.
    var names: NameSet
    /// Its part of ``Reading/children``.
    var children: Range<Int>
    /// Further nodes that are one item with the first (`merge`).
    var others: [Int] = []
}
