public import Diagnostics

/// How much each kind of fault in a document weighs; nil accepts it without a word. A partner's profile sets it.
public struct CheckPolicy: Sendable, Hashable {
    /// 0.05 of the document's currency.
    public static let usualTolerance = ExactDecimal(unchecked: 5, scale: 2)

    /// A GLN, GTIN or SSCC of a wrong length, with other characters than digits, or with a wrong check digit.
    public var checkDigit: Severity?
    /// A total that is not what the lines sum up to.
    public var total: Severity?
    /// Two lines, on one level, of one number.
    public var duplicateLine: Severity?
    /// An ordered quantity below zero.
    public var negativeQuantity: Severity?
    /// A document without the order's number.
    public var missingNumber: Severity?
    /// An order without its day, its buyer, its lines or the quantity of a line.
    public var missingValue: Severity?
    /// A price below zero.
    public var negativePrice: Severity?
    /// A currency, a unit or an order's type that no list has.
    public var unknownCode: Severity?
    /// A window of delivery that ends before it begins.
    public var reversedPeriod: Severity?
    /// How far a stated sum may be from the sum of the lines, for rounding line by line.
    public var tolerance: ExactDecimal

    /// A policy; by default only a missing number is an error, the rest are warnings, and sums may differ by 0.05.
    public init(
        checkDigit: Severity? = .warning, total: Severity? = .warning, duplicateLine: Severity? = .warning,
        negativeQuantity: Severity? = .warning, missingNumber: Severity? = .error,
        missingValue: Severity? = .warning, negativePrice: Severity? = .warning, unknownCode: Severity? = .warning,
        reversedPeriod: Severity? = .warning,
        tolerance: ExactDecimal = CheckPolicy.usualTolerance
    ) {
        self.checkDigit = checkDigit
        self.total = total
        self.duplicateLine = duplicateLine
        self.negativeQuantity = negativeQuantity
        self.missingNumber = missingNumber
        self.missingValue = missingValue
        self.negativePrice = negativePrice
        self.unknownCode = unknownCode
        self.reversedPeriod = reversedPeriod
        self.tolerance = tolerance
    }
}

extension CanonicalDocument {
    /// What is wrong with the document's values, with their paths.
    public func check(_ policy: CheckPolicy = CheckPolicy()) -> DiagnosticList { content.check(policy) }
}

extension OrderDocument {
    /// What is wrong with the document's values, with their paths.
    public func check(_ policy: CheckPolicy = CheckPolicy()) -> DiagnosticList {
        var diagnostics = check(policy) { check in check.document(self) }
        if let severity = policy.negativeQuantity {
            lines.reportNegatives(severity, at: "lines", to: &diagnostics)
        }
        var content = ContentCheck(policy: policy)
        content.document(self)
        diagnostics.append(contentsOf: content.diagnostics)
        return diagnostics
    }
}

extension PricedDocument {
    /// What is wrong with the document's values, with their paths.
    public func check(_ policy: CheckPolicy = CheckPolicy()) -> DiagnosticList {
        check(policy) { check in check.record(self) }
    }

    fileprivate func check(_ policy: CheckPolicy, keys: (inout KeyCheck) -> Void) -> DiagnosticList {
        var diagnostics = common(policy, keys: keys)
        if let severity = policy.duplicateLine {
            lines.reportDuplicates(severity, at: "lines", to: &diagnostics)
        }
        if let severity = policy.total {
            TotalsCheck(document: self, severity: severity, tolerance: policy.tolerance).report(to: &diagnostics)
        }
        return diagnostics
    }
}

extension BusinessDocument {
    /// What is wrong with the document's values, with their paths.
    public func check(_ policy: CheckPolicy = CheckPolicy()) -> DiagnosticList {
        common(policy) { check in check.record(self) }
    }

    /// What can be wrong with a document of any type.
    fileprivate func common(_ policy: CheckPolicy, keys: (inout KeyCheck) -> Void) -> DiagnosticList {
        var diagnostics = DiagnosticList()
        if let severity = policy.missingNumber, number.allSatisfy(\.isWhitespace) {
            diagnostics.append(Diagnostic("orders.number-missing", severity, at: Position(path: "number")))
        }
        if let severity = policy.checkDigit {
            var check = KeyCheck(severity: severity)
            keys(&check)
            diagnostics.append(contentsOf: check.diagnostics)
        }
        return diagnostics
    }
}

extension Array where Element: CountedLine {
    /// Lines are looked at where they stand, since copying one costs more than the look.
    fileprivate func reportDuplicates(
        _ severity: Severity, at path: @autoclosure () -> String, to diagnostics: inout DiagnosticList
    ) {
        var seen: [String: Int] = [:]
        seen.reserveCapacity(count)
        for index in indices {
            let number = self[index].number
            if !number.isEmpty {
                if let first = seen.updateValue(index, forKey: number) {
                    seen[number] = first
                    diagnostics.append(
                        Diagnostic(
                            "orders.line-number-duplicate", severity,
                            at: Position(path: "\(path())[\(index + 1)].number"), value: number,
                            facts: ["first": "\(path())[\(first + 1)]"]))
                }
            }
            if !self[index].subLines.isEmpty {
                self[index].subLines.reportDuplicates(
                    severity, at: "\(path())[\(index + 1)].subLines", to: &diagnostics)
            }
        }
    }
}

extension Array where Element == Line {
    /// Lines that order less than nothing; what is taken back is no order.
    fileprivate func reportNegatives(
        _ severity: Severity, at path: @autoclosure () -> String, to diagnostics: inout DiagnosticList
    ) {
        for index in indices {
            report(self[index].quantity?.value, "quantity", severity, { "\(path())[\(index + 1)]" }, &diagnostics)
            report(
                self[index].freeQuantity?.value, "freeQuantity", severity, { "\(path())[\(index + 1)]" }, &diagnostics)
            for part in self[index].deliveries.indices {
                report(
                    self[index].deliveries[part].quantity?.value, "quantity", severity,
                    { "\(path())[\(index + 1)].deliveries[\(part + 1)]" }, &diagnostics)
            }
            if !self[index].subLines.isEmpty {
                self[index].subLines.reportNegatives(
                    severity, at: "\(path())[\(index + 1)].subLines", to: &diagnostics)
            }
        }
    }

    private func report(
        _ value: ExactDecimal?, _ field: String, _ severity: Severity, _ path: () -> String,
        _ diagnostics: inout DiagnosticList
    ) {
        guard let value, value.isNegative, !value.isZero else { return }
        diagnostics.append(
            Diagnostic(
                "orders.quantity-negative", severity, at: Position(path: "\(path()).\(field).value"),
                value: value.canonicalText))
    }
}
