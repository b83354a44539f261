import Diagnostics

/// Holds the totals that a sender states against the document's lines and against each other. What cannot be summed
/// exactly, because a line states no amount or a sum has too many digits, is not compared.
struct TotalsCheck<Document: PricedDocument> {
    let document: Document
    let severity: Severity
    let tolerance: ExactDecimal

    func report(to diagnostics: inout DiagnosticList) {
        guard let totals = document.totals else { return }
        let lines = document.countedLines
        countLines(totals, lines, &diagnostics)
        compare(
            "totals.quantity", totals.quantity, Self.sum(lines.indices.lazy.map { lines[$0].quantity?.value }),
            exact: true, &diagnostics)
        compare("totals.lines", totals.lines, Self.sum(lines.indices.lazy.map { lines[$0].amount }), &diagnostics)
        let allowances = document.allowanceCharges.filter { $0.kind == .allowance }
        let charges = document.allowanceCharges.filter { $0.kind == .charge }
        compare("totals.allowances", totals.allowances, Self.sum(allowances.map(\.amount)), &diagnostics)
        compare("totals.charges", totals.charges, Self.sum(charges.map(\.amount)), &diagnostics)
        if let lines = totals.lines {
            let minus = totals.allowances.map { $0.magnitude } ?? .zero
            let net = lines.subtracting(minus)?.adding(totals.charges ?? .zero)
            // Without stated allowances and charges the net sum may hold them unstated.
            if totals.allowances != nil || totals.charges != nil || document.allowanceCharges.isEmpty {
                compare("totals.net", totals.net, net, &diagnostics)
            }
        }
        if let net = totals.net, let tax = totals.tax {
            compare("totals.gross", totals.gross, net.adding(tax), &diagnostics)
        }
        if let gross = totals.gross {
            let payable = gross.subtracting(totals.prepaid ?? .zero)?.adding(totals.rounding ?? .zero)
            compare("totals.payable", totals.payable, payable, &diagnostics)
        }
    }

    /// Senders count either the lines or the lines and their sub-lines.
    private func countLines(
        _ totals: Totals, _ lines: [Document.DocumentLine], _ diagnostics: inout DiagnosticList
    ) {
        guard let stated = totals.lineCount, stated != lines.count, stated != Self.count(lines) else { return }
        add("totals.lineCount", stated.canonicalText, lines.count.canonicalText, &diagnostics)
    }

    private static func count(_ lines: [some CountedLine]) -> Int {
        lines.indices.reduce(lines.count) { $0 + count(lines[$1].subLines) }
    }

    private static func sum(_ values: some Collection<ExactDecimal?>) -> ExactDecimal? {
        guard !values.isEmpty else { return nil }
        var sum = ExactDecimal.zero
        for value in values {
            guard let value, let next = sum.adding(value) else { return nil }
            sum = next
        }
        return sum
    }

    private func compare(
        _ path: String, _ stated: ExactDecimal?, _ computed: @autoclosure () -> ExactDecimal?, exact: Bool = false,
        _ diagnostics: inout DiagnosticList
    ) {
        guard let stated, let computed = computed(), let difference = stated.subtracting(computed)?.magnitude else {
            return
        }
        guard difference.compare(to: exact ? .zero : tolerance) == .greater else { return }
        add(path, stated.canonicalText, computed.canonicalText, &diagnostics)
    }

    private func add(_ path: String, _ stated: String, _ computed: String, _ diagnostics: inout DiagnosticList) {
        diagnostics.append(
            Diagnostic(
                "orders.total-differs", severity, at: Position(path: path), value: stated,
                facts: ["path": path, "computed": computed]))
    }
}
