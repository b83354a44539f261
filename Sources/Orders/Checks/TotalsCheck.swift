import Diagnostics

/// Holds the totals that a sender states against the document's lines and against each other. What cannot be summed
/// exactly, because a line states no amount or a sum has too many digits, is not compared.
struct TotalsCheck<Document: PricedDocument> {
    let document: Document
    let severity: Severity
    let tolerance: ExactDecimal

    func report(to diagnostics: inout DiagnosticList) {
        let lines = document.countedLines
        compareAmounts(lines, &diagnostics)
        guard let totals = document.totals else { return }
        countLines(totals, lines, &diagnostics)
        compare(
            "totals.quantity", totals.quantity, Self.sum(lines.indices.lazy.map { lines[$0].quantity?.value }),
            exact: true, &diagnostics)
        let goods = Self.sum(lines.indices.lazy.map { lines[$0].amount ?? lines[$0].calculatedAmount })
        // Each line that is calculated may have been rounded to a cent.
        let rounded = ExactDecimal(coefficient: Int128(lines.count), scale: 2) ?? .zero
        let slack = tolerance.adding(rounded) ?? tolerance
        compare("totals.lines", totals.lines, goods, within: slack, &diagnostics)
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
        compareWithGoods(totals, goods, slack, &diagnostics)
        if let net = totals.net, let tax = totals.tax {
            compare("totals.gross", totals.gross, net.adding(tax), &diagnostics)
        }
        if let gross = totals.gross {
            let payable = gross.subtracting(totals.prepaid ?? .zero)?.adding(totals.rounding ?? .zero)
            compare("totals.payable", totals.payable, payable, &diagnostics)
        }
    }

    /// Holds a stated amount of each line against its quantity and price.
    private func compareAmounts(_ lines: [Document.DocumentLine], _ diagnostics: inout DiagnosticList) {
        for index in lines.indices {
            guard let amount = lines[index].amount, let computed = lines[index].calculatedAmount,
                let difference = amount.subtracting(computed)?.magnitude,
                difference.compare(to: tolerance) == .greater
            else { continue }
            compare("lines[\(index + 1)].amount", amount, computed, &diagnostics)
        }
    }

    /// Holds what is to be paid against the goods where no sums between the two are stated: it may hold a tax that is not
    /// stated, but is neither less than the goods nor more than the goods and the greatest tax there is.
    private func compareWithGoods(
        _ totals: Totals, _ goods: ExactDecimal?, _ slack: ExactDecimal, _ diagnostics: inout DiagnosticList
    ) {
        guard let goods, document.allowanceCharges.isEmpty, totals.allowances == nil, totals.charges == nil else {
            return
        }
        if totals.lines == nil { compare("totals.net", totals.net, goods, within: slack, &diagnostics) }
        let base = totals.net ?? totals.lines ?? goods
        let stated: (String, ExactDecimal?) =
            totals.gross != nil ? ("totals.gross", totals.gross) : ("totals.payable", totals.payable)
        guard let value = stated.1, totals.gross == nil || totals.tax == nil else { return }
        var sum = base.subtracting(totals.prepaid ?? .zero)?.adding(totals.rounding ?? .zero)
        if stated.0 == "totals.gross" { sum = base }
        guard let sum else { return }
        if let tax = totals.tax {
            compare(stated.0, value, sum.adding(tax), within: slack, &diagnostics)
        } else if let most = sum.multiplied(by: Self.greatestTax)?.adding(slack), let least = sum.subtracting(slack),
            value.compare(to: least) == .less || value.compare(to: most) == .greater
        {
            add(stated.0, value.canonicalText, sum.withoutTrailingZeros.canonicalText, &diagnostics)
        }
    }

    /// No value added tax is above 27 per cent; a sum with more than 30 on top is another sum.
    private static var greatestTax: ExactDecimal { ExactDecimal(unchecked: 130, scale: 2) }

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
        within slack: ExactDecimal? = nil, _ diagnostics: inout DiagnosticList
    ) {
        guard let stated, let computed = computed(), let difference = stated.subtracting(computed)?.magnitude else {
            return
        }
        guard difference.compare(to: exact ? .zero : slack ?? tolerance) == .greater else { return }
        // What is computed has the decimals of price and quantity together.
        add(path, stated.canonicalText, computed.withoutTrailingZeros.canonicalText, &diagnostics)
    }

    private func add(_ path: String, _ stated: String, _ computed: String, _ diagnostics: inout DiagnosticList) {
        diagnostics.append(
            Diagnostic(
                "orders.total-differs", severity, at: Position(path: path), value: stated,
                facts: ["path": path, "computed": computed]))
    }
}
