public import Diagnostics
import Orders

/// A list of cross references: CSV with a head line of column names, `,` or `;` between values, quotes as in RFC 4180.
///
/// `from` and `to` are the codes; `fromSystem` and `toSystem` say whose they are, where the list does not say it of all.
public struct CrossReferenceList: Sendable, Hashable {
    /// One cross reference with the line that says it.
    public struct Entry: Sendable, Hashable {
        public var line: Int
        public var reference: CrossReference
    }

    /// The most lines of one list.
    public static let largestCount = 1_000_000

    /// The columns that mean something, in small letters; others are passed over.
    private static let columns = [
        "from", "to", "fromsystem", "tosystem", "relation", "item", "factor", "validfrom", "validto",
    ]

    public private(set) var entries: [Entry] = []
    public private(set) var faults: [Diagnostic] = []

    /// Reads a list. Lines that are no cross reference are faults with their line; the others are entries.
    ///
    /// - Parameters:
    ///   - from: whose codes the first ones are, of lines that do not say it.
    ///   - to: whose the second ones are.
    /// - Throws: what is wrong with the list as a whole: `master.list-empty`, `master.list-columns`,
    ///   `master.list-too-long`.
    public init(csv bytes: [UInt8], kind: MasterKind, from: CodeSystem?, to: CodeSystem?) throws(Diagnostic) {
        var rows = CSVRows(bytes)
        guard let head = rows.next() else { throw Diagnostic("master.list-empty") }
        let names = head.values.map { $0.lowercased() }
        let isOnce = Self.columns.allSatisfy { column in names.count(where: { $0 == column }) <= 1 }
        guard names.contains("from"), names.contains("to"), isOnce else {
            throw Diagnostic("master.list-columns", at: Position(line: 1), value: head.values.joined(separator: ","))
        }
        while let row = rows.next() {
            if row.values.allSatisfy(\.isEmpty) { continue }
            guard entries.count < Self.largestCount else {
                throw Diagnostic("master.list-too-long", at: Position(line: row.line), value: String(Self.largestCount))
            }
            do throws(Diagnostic) {
                entries.append(
                    Entry(
                        line: row.line,
                        reference: try Self.reference(row, names, kind: kind, from: from, to: to)))
            } catch {
                guard faults.count < DiagnosticList.defaultLimit else { continue }
                var fault = error
                fault.position = Position(line: row.line)
                faults.append(fault)
            }
        }
    }

    private static func reference(
        _ row: CSVRows.Row, _ names: [String], kind: MasterKind, from: CodeSystem?, to: CodeSystem?
    ) throws(Diagnostic) -> CrossReference {
        guard row.values.count <= names.count else {
            throw Diagnostic("master.list-cells", value: row.values.joined(separator: ","))
        }
        func value(_ column: String) -> String? {
            guard let index = names.firstIndex(of: column), index < row.values.count, !row.values[index].isEmpty else {
                return nil
            }
            return row.values[index]
        }
        func system(_ column: String, _ usual: CodeSystem?) throws(Diagnostic) -> CodeSystem {
            guard let text = value(column) else {
                guard let usual else { throw Diagnostic("master.system-missing", facts: ["column": column]) }
                return usual
            }
            guard let system = CodeSystem(text) else { throw Diagnostic("master.system-form", value: text) }
            return system
        }
        let relation: CrossReference.Relation
        switch value("relation") {
        case nil: relation = .same
        case let text?:
            guard let known = CrossReference.Relation(rawValue: text) else {
                throw Diagnostic("master.relation-form", value: text)
            }
            relation = known
        }
        let first = try system("fromsystem", from)
        var reference = CrossReference(
            kind, SystemCode(first, value("from") ?? ""),
            SystemCode(
                relation == .replaced ? try system("tosystem", first) : try system("tosystem", to), value("to") ?? ""),
            relation: relation, item: value("item"), validFrom: value("validfrom"), validTo: value("validto"))
        if let text = value("factor") {
            guard let factor = ExactDecimal(canonicalText: text) else {
                throw Diagnostic("master.factor-form", value: text)
            }
            reference.factor = factor
        }
        try reference.check()
        return reference
    }
}
