public import Diagnostics

/// How much faults of a document's content weigh for one partner: what a mapping finds wrong with values, and what does not fit
/// together in the document that it makes.
public struct FaultWeights: Sendable, Hashable {
    /// What a fault is.
    public enum Weight: String, Sendable, Hashable, CaseIterable {
        /// The document does not go on.
        case error
        /// It goes on, and the fault is kept with it.
        case warning
        /// It goes on without a word.
        case accept
    }

    /// The faults that can be weighed. Without its number, or a structure, nothing can be done with a document.
    public static let faults: [Code] = [
        "mapping.ambiguous", "mapping.code-unknown", "mapping.constant-differs", "mapping.count-differs",
        "mapping.date-invalid", "mapping.value-invalid", "orders.buyer-missing", "orders.check-digit",
        "orders.currency-unknown", "orders.issued-missing", "orders.line-number-duplicate", "orders.lines-missing",
        "orders.period-reversed", "orders.price-negative", "orders.quantity-missing", "orders.quantity-negative",
        "orders.total-differs", "orders.type-unknown", "orders.unit-unknown",
    ]

    private var weights: [Code: Weight]

    /// The usual weights but for these.
    public init(_ weights: [Code: Weight] = [:]) { self.weights = weights }

    /// The weight of a fault; nil for the usual one.
    public subscript(code: Code) -> Weight? {
        get { weights[code] }
        set { weights[code] = newValue }
    }

    /// The faults of a list as heavy as they are here.
    func weighed(_ list: DiagnosticList) -> DiagnosticList {
        guard !weights.isEmpty, !list.isEmpty else { return list }
        var list = list
        list.revise { fault in
            guard let weight = weights[fault.code] else { return fault }
            var fault = fault
            switch weight {
            case .accept: return nil
            case .error: fault.severity = .error
            case .warning: fault.severity = .warning
            }
            return fault
        }
        return list
    }
}
