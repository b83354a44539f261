import Diagnostics
import Intake
import Rollout
import Store

extension SearchFilter {
    /// The filter as far as the caller may look; nil when it asks for what the caller may not see at all.
    func restricted(to caller: Caller) throws -> SearchFilter? {
        try caller.require(.view)
        guard caller.isConfined else { return self }
        guard let partner = caller.partner, sender == nil || sender == partner else { return nil }
        var filter = self
        filter.sender = partner
        return filter
    }

    /// - Parameter snapshot: The key rules by which an order's number or key is found in another spelling.
    func ofInterchanges(
        by snapshot: RoutingSnapshot, day: String, in transaction: any Transaction
    ) throws -> InterchangeFilter {
        var filter = InterchangeFilter()
        filter.sender = sender
        filter.status = try status.map { try Self.name($0, of: InterchangeStatus.self) }
        filter.fileName = fileName
        filter.answer = try answer.map { try Self.name($0, of: SentStatus.self, parameter: "answer") }
        filter.problem = problem.map { UniqueID($0) ?? UniqueID(at: 0) }
        filter.reached = try reached.map { try Self.name($0, of: SentStage.self, parameter: "reached") }
        filter.controlNumber = reference
        filter.orderNumber = orderNumber
        filter.numberKeys = orderNumber.map { snapshot.keys(ofNumber: $0) } ?? []
        filter.orderKey = try orderKey.map { try transaction.key(typed: $0, in: snapshot, day: day) }
        filter.code = code
        filter.receivedFrom = from?.microseconds
        filter.receivedBefore = to?.microseconds
        if let interchange { filter.id = UniqueID(interchange) ?? UniqueID(at: 0) }
        return filter
    }

    /// - Parameter snapshot: The key rules by which an order's number or key is found in another spelling.
    func ofDocuments(
        by snapshot: RoutingSnapshot, day: String, in transaction: any Transaction
    ) throws -> DocumentFilter {
        var filter = DocumentFilter()
        filter.sender = sender
        filter.status = try status.map { try Self.name($0, of: DocumentStatus.self) }
        filter.fileName = fileName
        filter.answer = try answer.map { try Self.name($0, of: SentStatus.self, parameter: "answer") }
        filter.problem = problem.map { UniqueID($0) ?? UniqueID(at: 0) }
        filter.reached = try reached.map { try Self.name($0, of: SentStage.self, parameter: "reached") }
        filter.anyReference = reference
        filter.orderNumber = orderNumber
        filter.numberKeys = orderNumber.map { snapshot.keys(ofNumber: $0) } ?? []
        filter.orderKey = try orderKey.map { try transaction.key(typed: $0, in: snapshot, day: day) }
        filter.code = code
        filter.receivedFrom = from?.microseconds
        filter.receivedBefore = to?.microseconds
        if let interchange { filter.interchange = UniqueID(interchange) ?? UniqueID(at: 0) }
        return filter
    }

    private static func name<Name: RawRepresentable & CaseIterable>(
        _ text: String, of type: Name.Type, parameter: String = "status"
    ) throws(GatewayError) -> Name where Name.RawValue == String {
        guard let name = Name(rawValue: text) else {
            let known = Name.allCases.map(\.rawValue).joined(separator: ", ")
            throw GatewayError(
                .invalid,
                Diagnostic(
                    "api.parameter-invalid", value: text,
                    facts: ["name": parameter, "expected": "one of \(known)"]))
        }
        return name
    }
}
