import Diagnostics
import Intake
import Mapping
import Orders
import Rollout
import Store

/// What changed mappings make of stored documents, against what those in force make of them.
struct MappingDifferences: Sendable {
    let present: Rereading
    let changed: Rereading
    private(set) var view: MappingDifferencesView

    private static let examples = 5
    private static let mostGroups = 500
    private static let longestValue = 200

    init(present: Rereading, changed: Rereading) {
        self.present = present
        self.changed = changed
        view = MappingDifferencesView()
    }

    /// Reads some documents again by both.
    mutating func take(_ ids: [UniqueID], in transaction: any Transaction) throws {
        let after = try changed.understood(ids, in: transaction)
        // What says what it said needs no second look.
        var rows: [DocumentRow] = []
        for id in ids {
            guard let row = try transaction.document(id) else { continue }
            view.documents += 1
            if case .understood(let content)? = after[id]?.understood.outcome,
                StoredHash.bytes(content.facts.contentHash) == row.contentHash,
                StoredHash.bytes(content.mappingHash) == row.mappingHash
            {
                view.same += 1
            } else {
                rows.append(row)
            }
        }
        guard !rows.isEmpty else { return }
        let before = try present.understood(rows.map(\.id), in: transaction)
        for row in rows { try compare(row, before[row.id]?.understood, after[row.id]?.understood, in: transaction) }
    }

    private mutating func compare(
        _ row: DocumentRow, _ before: UnderstoodDocument?, _ after: UnderstoodDocument?, in transaction: any Transaction
    ) throws {
        switch (Self.content(before), Self.content(after)) {
        case (let before?, let after?):
            let found = Self.compared(before.canonical, after.canonical)
            guard !found.isEmpty else {
                view.same += 1
                return
            }
            view.changed += 1
            try note(found, of: row, before: before.mapping, after: after.mapping, in: transaction)
        case (nil, .some):
            view.understood += 1
            if view.nowRead.count < Self.examples { view.nowRead.append(row.id.description) }
        case (.some, nil):
            view.broken += 1
            count(code: after)
            if view.noLongerRead.count < Self.examples { view.noLongerRead.append(row.id.description) }
        case (nil, nil):
            if case .acknowledges? = after?.outcome { view.same += 1 } else { view.stillUnread += 1 }
        }
    }

    private mutating func count(code understood: UnderstoodDocument?) {
        let code = understood?.diagnostics.first { $0.severity == .error }?.code.rawValue ?? "mapping.none"
        view.codes[code, default: 0] += 1
    }

    private static func content(_ understood: UnderstoodDocument?) -> UnderstoodDocument.Content? {
        guard case .understood(let content)? = understood?.outcome else { return nil }
        return content
    }

    private static func compared(_ before: [UInt8], _ after: [UInt8]) -> [Difference] {
        guard let one = CanonicalDocument.read(json: before).document,
            let other = CanonicalDocument.read(json: after).document
        else { return [] }
        return differences(one, other)
    }

    // MARK: Groups

    private mutating func note(
        _ found: [Difference], of row: DocumentRow, before: String, after: String,
        in transaction: any Transaction
    ) throws {
        var counted: Set<Int> = []
        var rules: (before: [String: String], after: [String: String])?
        for difference in found {
            let field = Self.pattern(of: difference.path)
            let place = view.groups.firstIndex { $0.mapping == after && $0.field == field }
            if place == nil, view.groups.count >= Self.mostGroups {
                view.omitted += 1
                continue
            }
            if place == nil, rules == nil {
                rules = (
                    try Self.rules(of: row, by: before, present, in: transaction),
                    try Self.rules(of: row, by: after, changed, in: transaction)
                )
            }
            let index = place ?? view.groups.count
            if place == nil {
                view.groups.append(
                    MappingDifferencesView.Group(
                        mapping: after, field: field, rule: rules?.after[field], ruleBefore: rules?.before[field]))
            }
            view.groups[index].differences += 1
            if counted.insert(index).inserted { view.groups[index].documents += 1 }
            guard view.groups[index].examples.count < Self.examples else { continue }
            view.groups[index].examples.append(
                MappingDifferencesView.Example(
                    document: row.id.description, path: difference.path, before: Self.cut(difference.left),
                    after: Self.cut(difference.right)))
        }
    }

    private static func cut(_ text: String?) -> String? {
        text.map { $0.count <= longestValue ? $0 : $0.prefix(longestValue) + "…" }
    }

    /// The rules that fill a document's fields, by field.
    private static func rules(
        of row: DocumentRow, by mapping: String, _ rereading: Rereading, in transaction: any Transaction
    ) throws -> [String: String] {
        let understanding = rereading.understanding(row.sender)
        guard let mapping = understanding.mappings[mapping],
            let read = try rereading.read(row, by: understanding, in: transaction),
            let mapped = understanding.explain(read, by: mapping)
        else { return [:] }
        var rules: [String: String] = [:]
        for origin in mapped.origins {
            let field = pattern(of: origin.field)
            guard rules[field] == nil else { continue }
            let place = [origin.rule.line, origin.rule.column].compactMap { $0.map(String.init) }
            rules[field] = ([origin.rule.file ?? mapping.name] + place).joined(separator: ":")
        }
        return rules
    }

    /// A field's path without the numbers of its parts: `lines[].quantity.value`.
    static func pattern(of path: String) -> String {
        var pattern = ""
        var isInside = false
        for character in path {
            if character == "]" { isInside = false }
            if !isInside { pattern.append(character) }
            if character == "[" { isInside = true }
        }
        return pattern
    }
}

/// What would differ if mappings went live, over the documents of a window.
public struct MappingDifferencesView: Sendable, Codable, Hashable {
    /// One place where a rule would change a value.
    public struct Example: Sendable, Codable, Hashable {
        public var document: String
        /// `lines[number=10].quantity.value`.
        public var path: String
        public var before: String?
        public var after: String?
    }

    /// What one rule changes.
    public struct Group: Sendable, Codable, Hashable {
        /// The mapping that would read the documents.
        public var mapping: String
        /// The field, whatever the number of its parts: `lines[].quantity.value`.
        public var field: String
        /// The rule that would fill it, file with line and column; nil where none would.
        public var rule: String?
        /// The rule that fills it now; nil where none does.
        public var ruleBefore: String?
        /// In how many documents it differs.
        public var documents = 0
        /// In how many places.
        public var differences = 0
        /// Some of them.
        public var examples: [Example] = []
    }

    /// How many documents were read again.
    public var documents = 0
    /// Those that would say what they say.
    public var same = 0
    /// Those that would say something else.
    public var changed = 0
    /// Those that cannot be read now, and could be.
    public var understood = 0
    /// Those that can be read now, and could not be any more.
    public var broken = 0
    /// Those that cannot be read either way.
    public var stillUnread = 0
    /// Why documents could not be read any more, by code.
    public var codes: [String: Int] = [:]
    /// Some of those that could be read.
    public var nowRead: [String] = []
    /// Some of those that could not be read any more.
    public var noLongerRead: [String] = []
    /// What would differ, by mapping and field.
    public var groups: [Group] = []
    /// Differences in further groups, of which there are too many to be listed.
    public var omitted = 0
}
