import Diagnostics

/// Finds the GS1 keys of a document that are wrong.
///
/// Parts of lists are looked at where they stand, and their paths are made for a key that is wrong only: copying a line
/// and numbering it costs more than checking it.
struct KeyCheck {
    let severity: Severity
    var diagnostics = DiagnosticList()
    /// The parts of lists on the way, counted from 1.
    private var trail: [(field: String, number: Int?)] = []

    init(severity: Severity) { self.severity = severity }

    mutating func document(_ document: some OrderDocument) {
        key(document.buyer.gln, "buyer.gln")
        key(document.supplier.gln, "supplier.gln")
        key(document.deliveryParty?.gln, "deliveryParty.gln")
        key(document.invoicee?.gln, "invoicee.gln")
        key(document.orderingParty?.gln, "orderingParty.gln")
        key(document.consignee?.gln, "consignee.gln")
        each(document.parties, "parties") { $0.key($1.pointee.gln, "gln") }
        each(document.lines, "lines") { $0.line($1) }
    }

    /// Looks at every field, whatever the record is.
    mutating func record<R: Record>(_ record: R) {
        for field in R.fields {
            switch field.content {
            case .scalar(let access): access.check(record, field.name, with: &self)
            case .record(let access): access.check(record, field.name, with: &self)
            case .list(let access): access.check(record, field.name, with: &self)
            case .scalars: break
            }
        }
    }

    private mutating func line(_ line: UnsafePointer<Line>) {
        key(line.pointee.item.gtin, "item.gtin")
        each(line.pointee.parties, "parties") { $0.key($1.pointee.gln, "gln") }
        each(line.pointee.deliveries, "deliveries") { $0.key($1.pointee.party?.gln, "party.gln") }
        each(line.pointee.packages, "packages") { $0.key($1.pointee.sscc, "sscc") }
        each(line.pointee.subLines, "subLines") { $0.line($1) }
    }

    fileprivate mutating func inside(_ field: String, _ number: Int? = nil, _ body: (inout KeyCheck) -> Void) {
        trail.append((field, number))
        body(&self)
        trail.removeLast()
    }

    private mutating func each<Part>(
        _ parts: [Part], _ list: String, _ body: (inout KeyCheck, UnsafePointer<Part>) -> Void
    ) {
        parts.withUnsafeBufferPointer { parts in
            guard let first = parts.baseAddress else { return }
            for index in 0..<parts.count {
                trail.append((list, index + 1))
                body(&self, first + index)
                trail.removeLast()
            }
        }
    }

    fileprivate mutating func key<Key: CheckedKey>(_ key: Key?, _ field: String) {
        guard let key, !key.hasValidCheckDigit else { return }
        let lengths = Key.lengths.sorted().map(String.init).joined(separator: ", ")
        let path = trail.map { part in part.field + (part.number.map { "[\($0)]." } ?? ".") }.joined() + field
        diagnostics.append(
            Diagnostic(
                "orders.check-digit", severity, at: Position(path: path), value: key.rawValue,
                facts: ["key": Key.keyName, "lengths": lengths]))
    }
}

extension ScalarAccess {
    fileprivate func check(_ root: Root, _ name: String, with check: inout KeyCheck) {
        guard let key = value(of: root) as? any CheckedKey else { return }
        check.key(key, name)
    }
}

extension RecordAccess {
    fileprivate func check(_ root: Root, _ name: String, with check: inout KeyCheck) {
        guard let child = value(of: root) else { return }
        check.inside(name) { $0.record(child) }
    }
}

extension ListAccess {
    fileprivate func check(_ root: Root, _ name: String, with check: inout KeyCheck) {
        for (index, element) in values(of: root).enumerated() {
            check.inside(name, index + 1) { $0.record(element) }
        }
    }
}
