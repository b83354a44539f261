import Diagnostics
import Orders
import Syntax

extension Reading {
    /// Sets a field to a text that was found; false, with an error where it stands, when the text is no such value.
    mutating func fill(
        _ filling: ScalarFilling, of record: UnsafeMutableRawPointer, with text: String, _ found: ReadValue,
        _ rule: CompiledValue, field: String
    ) -> Bool {
        guard let text = put(text, into: record, by: filling) else {
            // As the sender wrote it, whatever a conversion made of it.
            let sent = found.node.flatMap { tree.text(of: $0) } ?? text
            if filling.type == BusinessTime.self {
                let patterns = found.place.map { rule.places[$0].conversion.dates.map(\.name).joined(separator: ", ") }
                report(
                    "mapping.date-invalid", at: found.node, value: sent, field: field,
                    facts: ["pattern": patterns ?? "iso"])
                return false
            }
            report(
                "mapping.value-invalid", at: found.node, value: sent, field: field,
                facts: ["expected": filling.type.typeDescription])
            return false
        }
        if explains {
            explain(filling.type.init(canonicalText: text)?.canonicalText ?? text, found, rule, field: field)
        }
        return true
    }

    /// Sets a field to a text; the text that it took, nil where the text is no such value.
    mutating func put(_ text: String, into record: UnsafeMutableRawPointer, by filling: ScalarFilling) -> String? {
        if let direct = filling.direct {
            if direct.set(record, text) { return text }
        } else if filling.set(record, text) {
            return text
        }
        guard let plain = decimal(text, for: filling), filling.set(record, plain) else { return nil }
        return plain
    }

    /// Decimals as formats write them: `+5`, `.5`, and in EDIFACT with a comma (ISO 9735, 10.1: either mark may be sent).
    private mutating func decimal(_ text: String, for filling: ScalarFilling) -> String? {
        guard filling.type == ExactDecimal.self else { return nil }
        let mark = header.syntax == .edifact && !text.utf8.contains(0x2E) ? UInt8(0x2C) : 0x2E
        return ExactDecimal(text, decimalMark: mark)?.canonicalText
    }

    /// Keeps where a value came from.
    @inline(never)
    private mutating func explain(_ value: String, _ found: ReadValue, _ rule: CompiledValue, field: String) {
        let origin = ValueOrigin(
            field: path(of: field), value: value, rule: found.place.map { rule.places[$0].position } ?? rule.position,
            input: found.node.map { NodePosition.of($0, in: tree) },
            inputValue: found.node.flatMap { tree.text(of: $0) })
        provenance?.append(origin)
    }
}

/// Sets one field of a record or of a record within it, for rules that fill two.
struct FieldSetter {
    /// The records on the way.
    let way: [RecordFilling]
    let filling: ScalarFilling
    let path: String

    func set(
        _ text: String, _ found: ReadValue, _ rule: CompiledValue, _ reading: inout Reading,
        in record: UnsafeMutableRawPointer
    ) {
        set(way[...], text, found, rule, &reading, in: record)
    }

    private func set(
        _ way: ArraySlice<RecordFilling>, _ text: String, _ found: ReadValue, _ rule: CompiledValue,
        _ reading: inout Reading, in record: UnsafeMutableRawPointer
    ) {
        guard let next = way.first else {
            _ = reading.fill(filling, of: record, with: text, found, rule, field: path)
            return
        }
        next.change(record) { set(way.dropFirst(), text, found, rule, &reading, in: $0) }
    }
}
