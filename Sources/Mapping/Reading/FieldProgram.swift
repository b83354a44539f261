import Diagnostics
import Orders
import Syntax

/// Reads one field of a record.
///
/// The record comes as an address, since programs of all types of record stand in one list: the compiler of the mapping
/// puts a field's program into programs of its own record only.
class FieldProgram: @unchecked Sendable {
    /// Which names the field needs.
    let gate: Gate

    init(gate: Gate) { self.gate = gate }

    /// Fills the field of the record at an address; true when a value of the input went into it.
    func read(_ reading: inout Reading, in scope: ReadScope, into record: UnsafeMutableRawPointer) -> Bool { false }
}

/// Reads the fields of a record from one node.
final class RecordProgram: @unchecked Sendable {
    /// A field and the names that it needs.
    private struct Entry {
        let gate: Gate
        /// Owned by `fields`; counting references to each would take longer than most of them take to see that there is
        /// nothing to read.
        let field: Unmanaged<FieldProgram>
    }

    /// What reading needs, in plain memory: looking at a property that may change costs more than most fields do.
    private struct Table {
        var entries: UnsafeMutableBufferPointer<Entry>
        var hasConstants = false
    }

    /// Written while the mapping is compiled, before anyone reads: a block may hold itself.
    private var fields: [FieldProgram] = []
    private var constants: [CompiledConstant] = []
    private let table = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    /// Open until all fields are known, since a block may hold itself.
    private(set) var gate = Gate.open

    init() { table.initialize(to: Table(entries: .allocate(capacity: 0))) }

    deinit {
        table.pointee.entries.deallocate()
        table.deallocate()
    }

    func append(_ field: FieldProgram) { fields.append(field) }

    func append(_ constant: CompiledConstant) { constants.append(constant) }

    /// Says that all fields are known.
    func close() {
        gate = constants.isEmpty ? .closed : .open
        for field in fields { gate.formUnion(field.gate) }
        table.pointee.entries.deallocate()
        let entries = UnsafeMutableBufferPointer<Entry>.allocate(capacity: fields.count)
        _ = entries.initialize(from: fields.map { Entry(gate: $0.gate, field: .passUnretained($0)) })
        table.pointee = Table(entries: entries, hasConstants: !constants.isEmpty)
    }

    /// Reads into a record of the type that the program was compiled for.
    func read(_ reading: inout Reading, in scope: ReadScope, into record: UnsafeMutableRawPointer) -> Bool {
        var found = false
        let usesGates = reading.usesGates
        let entries = table.pointee.entries
        for index in 0..<entries.count where !usesGates || !entries[index].gate.isShut(for: scope.names) {
            entries[index].field._withUnsafeGuaranteedRef { field in
                let isFound =
                    reading.recorder.isOn
                    ? reading.record(field, in: scope, into: record) : field.read(&reading, in: scope, into: record)
                if isFound { found = true }
            }
        }
        if table.pointee.hasConstants { for constant in constants { reading.check(constant, in: scope) } }
        return found
    }
}

/// A place that always holds one value.
final class CompiledConstant: Sendable {
    let path: PathCode
    let value: String
    let text: String

    init(path: PathCode, value: String, text: String) {
        self.path = path
        self.value = value
        self.text = text
    }
}

/// A field with one value.
final class ScalarProgram: FieldProgram, @unchecked Sendable {
    let filling: ScalarFilling
    let name: String
    let rule: CompiledValue

    init(filling: ScalarFilling, name: String, rule: CompiledValue) {
        self.filling = filling
        self.name = name
        self.rule = rule
        super.init(gate: rule.gate)
    }

    override func read(_ reading: inout Reading, in scope: ReadScope, into record: UnsafeMutableRawPointer) -> Bool {
        var found = ReadValue()
        guard reading.find(&found, by: rule, in: scope, field: name),
            reading.fill(filling, of: record, with: found.text, found, rule, field: name)
        else { return false }
        if reading.recorder.isOn { reading.recorder.add(self, in: scope) }
        return found.node != nil
    }
}

/// A field with a list of values: every repeat is one.
final class ScalarListProgram: FieldProgram, @unchecked Sendable {
    let filling: ScalarFilling
    let name: String
    let rule: CompiledValue

    init(filling: ScalarFilling, name: String, rule: CompiledValue) {
        self.filling = filling
        self.name = name
        self.rule = rule
        super.init(gate: rule.gate)
    }

    override func read(_ reading: inout Reading, in scope: ReadScope, into record: UnsafeMutableRawPointer) -> Bool {
        var count = 0
        for found in reading.values(rule, in: scope, field: name) {
            let item = reading.explains ? "\(name)[\(count + 1)]" : name
            if reading.fill(filling, of: record, with: found.text, found, rule, field: item) { count += 1 }
        }
        if count == 0, rule.isRequired { reading.reportMissing(rule, in: scope, field: name) }
        return count > 0
    }
}

/// Two fields that one value fills (`earliest + latest`).
final class PairProgram: FieldProgram, @unchecked Sendable {
    let first: FieldSetter
    let second: FieldSetter
    let rule: CompiledValue

    init(first: FieldSetter, second: FieldSetter, rule: CompiledValue) {
        self.first = first
        self.second = second
        self.rule = rule
        super.init(gate: rule.gate)
    }

    override func read(_ reading: inout Reading, in scope: ReadScope, into record: UnsafeMutableRawPointer) -> Bool {
        var found = ReadValue()
        reading.second = nil
        guard reading.find(&found, by: rule, in: scope, field: first.path) else { return false }
        reading.isUnsteady()
        first.set(found.text, found, rule, &reading, in: record)
        if let second = reading.second { self.second.set(second, found, rule, &reading, in: record) }
        return found.node != nil
    }
}
