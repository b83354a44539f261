import Diagnostics
import Orders
import Syntax

/// Reads one field of a record.
///
/// The record comes as a raw pointer: a generic parameter here would make the runtime look the record's type up for
/// every field of every line. The compiler of the mapping puts a field's program into programs of its own record only.
class FieldProgram: @unchecked Sendable {
    /// Which names the field needs.
    let gate: Gate

    init(gate: Gate) { self.gate = gate }

    /// Fills the field of the record at a place; true when a value of the input went into it.
    func read(_ reading: Reading, in scope: ReadScope, into root: UnsafeMutableRawPointer) -> Bool { false }
}

/// Reads the fields of a record from one node.
final class RecordProgram: @unchecked Sendable {
    /// Written while the mapping is compiled, before anyone reads: a block may hold itself.
    private var fields: [FieldProgram] = []
    private var gates: [Gate] = []
    private var constants: [CompiledConstant] = []
    /// Open until all fields are known, since a block may hold itself.
    private(set) var gate = Gate.open

    init() {}

    func append(_ field: FieldProgram) {
        fields.append(field)
        gates.append(field.gate)
    }

    func append(_ constant: CompiledConstant) { constants.append(constant) }

    /// Says that all fields are known.
    func close() {
        gate = constants.isEmpty ? .closed : .open
        for other in gates { gate.formUnion(other) }
    }

    /// Reads into a record of the type that the program was compiled for.
    func read<Root: Record>(_ reading: Reading, in scope: ReadScope, into root: inout Root) -> Bool {
        withUnsafeMutablePointer(to: &root) { read(reading, in: scope, at: UnsafeMutableRawPointer($0)) }
    }

    private func read(_ reading: Reading, in scope: ReadScope, at root: UnsafeMutableRawPointer) -> Bool {
        var found = false
        let usesGates = reading.usesGates
        for index in 0..<fields.count {
            if usesGates, gates[index].isShut(for: scope.names) { continue }
            if fields[index].read(reading, in: scope, into: root) { found = true }
        }
        for constant in constants { reading.check(constant, in: scope) }
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
final class ScalarProgram<Access: ScalarAccess>: FieldProgram, @unchecked Sendable {
    let access: Access
    let name: String
    let rule: CompiledValue

    init(access: Access, name: String, rule: CompiledValue) {
        self.access = access
        self.name = name
        self.rule = rule
        super.init(gate: rule.gate)
    }

    override func read(_ reading: Reading, in scope: ReadScope, into root: UnsafeMutableRawPointer) -> Bool {
        guard let found = reading.value(rule, in: scope, field: name) else { return false }
        guard let value = Access.Value(found.text, from: reading, found, field: name) else { return false }
        access.set(value, in: &root.assumingMemoryBound(to: Access.Root.self).pointee)
        if reading.explains { reading.explain(value.canonicalText, from: found, field: name) }
        return found.node != nil
    }
}

/// A field with a list of values: every repeat is one.
final class ScalarListProgram<Access: ScalarListAccess>: FieldProgram, @unchecked Sendable {
    let access: Access
    let name: String
    let rule: CompiledValue

    init(access: Access, name: String, rule: CompiledValue) {
        self.access = access
        self.name = name
        self.rule = rule
        super.init(gate: rule.gate)
    }

    override func read(_ reading: Reading, in scope: ReadScope, into root: UnsafeMutableRawPointer) -> Bool {
        var values: [Access.Value] = []
        for found in reading.values(rule, in: scope, field: name) {
            guard let value = Access.Value(found.text, from: reading, found, field: name) else { continue }
            values.append(value)
            if reading.explains {
                reading.explain(value.canonicalText, from: found, field: "\(name)[\(values.count)]")
            }
        }
        if values.isEmpty {
            if rule.isRequired { reading.reportMissing(rule, in: scope, field: name) }
            return false
        }
        access.change(in: &root.assumingMemoryBound(to: Access.Root.self).pointee) { $0 += values }
        return true
    }
}

/// Two fields that one value fills (`earliest + latest`).
final class PairProgram<Root: Record>: FieldProgram, @unchecked Sendable {
    let first: any FieldSetter<Root>
    let second: any FieldSetter<Root>
    let rule: CompiledValue

    init(first: any FieldSetter<Root>, second: any FieldSetter<Root>, rule: CompiledValue) {
        self.first = first
        self.second = second
        self.rule = rule
        super.init(gate: rule.gate)
    }

    override func read(_ reading: Reading, in scope: ReadScope, into root: UnsafeMutableRawPointer) -> Bool {
        guard let found = reading.value(rule, in: scope, field: first.path) else { return false }
        let root = root.assumingMemoryBound(to: Root.self)
        first.set(found.text, found, reading, in: &root.pointee)
        if let second = found.second { self.second.set(second, found, reading, in: &root.pointee) }
        return found.node != nil
    }
}

extension Scalar {
    /// The value of a text that was found; one that is none is reported where it stands.
    init?(_ text: String, from reading: Reading, _ found: ReadValue, field: String) {
        if let value = Self(canonicalText: text) ?? Self.lenient(text, reading) {
            self = value
            return
        }
        reading.report(
            "mapping.value-invalid", at: found.node, value: text, field: field,
            facts: ["expected": Self.typeDescription]
        )
        return nil
    }

    /// Decimals as formats write them: `+5`, `.5`, and in EDIFACT with a comma (ISO 9735, 10.1: either mark may be sent).
    private static func lenient(_ text: String, _ reading: Reading) -> Self? {
        guard Self.self == ExactDecimal.self else { return nil }
        let mark = reading.header.syntax == .edifact && !text.utf8.contains(0x2E) ? UInt8(0x2C) : 0x2E
        return ExactDecimal(text, decimalMark: mark) as? Self
    }
}

extension Reading {
    /// Keeps where a value came from, when that was asked for.
    func explain(_ value: String, from found: ReadValue, field: String) {
        let input = found.node.map { NodePosition.of($0, in: tree) }
        provenance?.append(
            ValueOrigin(
                field: path(of: field), value: value, rule: found.rule, input: input,
                inputValue: found.node.flatMap { tree.text(of: $0) }))
    }

    /// Compares a constant with what was sent; a difference is a warning.
    func check(_ constant: CompiledConstant, in scope: ReadScope) {
        let mark = (matches: matches.count, evidence: evidence.count)
        collect(constant.path, from: scope.node, needsValue: true)
        for index in mark.matches..<matches.count {
            let node = matches[index].node
            markRead(node, evidenceFrom: mark.evidence)
            guard let text = tree.text(of: node), text != constant.value else { continue }
            report(
                "mapping.constant-differs", .warning, at: node, value: text, field: constant.text,
                facts: ["expected": constant.value])
        }
        dropMatches(from: mark.matches)
        dropEvidence(from: mark.evidence)
    }

    /// Every repeat's value of the first place that has any.
    func values(_ rule: CompiledValue, in scope: ReadScope, field: String) -> [ReadValue] {
        for place in rule.places {
            let mark = (matches: matches.count, evidence: evidence.count)
            defer { dropEvidence(from: mark.evidence) }
            defer { dropMatches(from: mark.matches) }
            guard let path = place.paths.first else { continue }
            for node in [scope.node] + scope.others { collect(path, from: node, needsValue: true) }
            guard mark.matches < matches.count else { continue }
            var values: [ReadValue] = []
            let end = matches.count
            for index in mark.matches..<end {
                let match = matches[index]
                markRead(match.node, evidenceFrom: mark.evidence)
                guard let text = tree.text(of: match.node) else { continue }
                if place.isPlain {
                    values.append(ReadValue(text: text, node: match.node, rule: place.position))
                } else if case .value(let value) = converted([text], of: place, at: match, field: field, reports: true)
                {
                    values.append(value)
                }
            }
            return values
        }
        return []
    }
}
