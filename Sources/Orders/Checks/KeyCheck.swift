import Diagnostics

/// Finds the GS1 keys of a document that are wrong.
struct KeyCheck {
    let severity: Severity
    var diagnostics = DiagnosticList()

    init(severity: Severity) { self.severity = severity }

    mutating func document(_ document: some OrderDocument) {
        party(document.buyer, "buyer")
        party(document.supplier, "supplier")
        if let party = document.deliveryParty { self.party(party, "deliveryParty") }
        if let party = document.invoicee { self.party(party, "invoicee") }
        if let party = document.orderingParty { self.party(party, "orderingParty") }
        if let party = document.consignee { self.party(party, "consignee") }
        each(document.parties, "parties") { $0.party($1, $2) }
        each(document.lines, "lines") { $0.line($1, $2) }
    }

    private mutating func line(_ line: Line, _ path: String) {
        key(line.item.gtin, "\(path).item.gtin")
        each(line.parties, "\(path).parties") { $0.party($1, $2) }
        each(line.deliveries, "\(path).deliveries") { check, delivery, path in
            if let party = delivery.party { check.party(party, "\(path).party") }
        }
        each(line.packages, "\(path).packages") { $0.key($1.sscc, "\($2).sscc") }
        each(line.subLines, "\(path).subLines") { $0.line($1, $2) }
    }

    private mutating func party(_ party: Party, _ path: String) { key(party.gln, "\(path).gln") }

    private mutating func each<Part>(_ parts: [Part], _ path: String, _ body: (inout KeyCheck, Part, String) -> Void) {
        for (index, part) in parts.enumerated() { body(&self, part, "\(path)[\(index + 1)]") }
    }

    /// The path is made only for a key that is wrong.
    private mutating func key<Key: CheckedKey>(_ key: Key?, _ path: @autoclosure () -> String) {
        guard let key, !key.hasValidCheckDigit else { return }
        let lengths = Key.lengths.sorted().map(String.init).joined(separator: ", ")
        diagnostics.append(
            Diagnostic(
                "orders.check-digit", severity, at: Position(path: path()), value: key.rawValue,
                facts: ["key": Key.keyName, "lengths": lengths]))
    }
}
