import Diagnostics
public import Mapping
import Orders
import Rollout
import Syntax

/// Runs golden cases against a library of mappings. Pure.
public struct GoldenRun: Sendable {
    private let library: MappingLibrary
    private let shapes: MessageShapes

    /// A run against a library.
    public init(_ library: MappingLibrary, shapes: MessageShapes = .standard) {
        self.library = library
        self.shapes = shapes.with(library.shapes)
    }

    /// Reads the case's message, holds what comes of it against what is expected, writes it and reads it again.
    public func run(_ golden: GoldenCase) -> GoldenResult {
        let read = PayloadMapping(library, shapes: shapes).read(
            golden.message, format: library[golden.mapping]?.message)
        var faults: [Diagnostic] = []
        for message in read where message.mapping != nil && message.mapping?.name != golden.mapping {
            faults.append(
                Diagnostic(
                    "mapping.case-foreign", value: message.mapping?.name, facts: ["mapping": golden.mapping]))
        }
        if read.allSatisfy(\.documents.isEmpty) {
            faults += read.flatMap(\.faults)
            faults.append(Diagnostic("mapping.case-empty", value: golden.name))
        }
        var lost: [String] = []
        for message in read {
            for document in message.documents { lost += losses(of: document.document, message, &faults) }
        }
        let documents = read.flatMap(\.documents)
        let values = documents.map { (try? JSONValue.parse($0.document.jsonBytes)) ?? .null }
        let actual = GoldenOutcome(
            documents: values.count == 1 ? values[0] : .array(values), faults: read.flatMap(\.faults).map(\.goldenLine),
            unread: documents.flatMap(\.unread).map { "\($0.path) = \(GoldenLines.oneLine($0.value))" }, lost: lost)
        return GoldenResult(
            actual: actual, faults: faults,
            differences: golden.expected.map { GoldenDifference.between($0, actual) } ?? [
                GoldenDifference(kind: "json", path: "", expected: nil, actual: "\(values.count) documents")
            ],
            origins: documents.flatMap(\.origins))
    }

    /// What a document does not say any more, or says newly, when its mapping has written it and read it again.
    private func losses(
        of document: CanonicalDocument, _ message: MappedMessage, _ faults: inout [Diagnostic]
    ) -> [String] {
        guard let mapping = message.mapping else { return [] }
        let writing = PayloadWriting(mappings: [mapping], envelope: WrittenEnvelope(syntax: "UNOY"), shapes: shapes)
        let origin = PayloadOrigin(number: 1, position: 1, version: 1, receivedAt: Instant(microseconds: 0))
        let payload: WrittenPayload
        do throws(PayloadFault) {
            payload = try writing.write(document, from: origin, as: message.version)
        } catch {
            faults += error.diagnostics
            return []
        }
        let again = PayloadMapping(library, shapes: shapes).read(payload.bytes, format: mapping.message)
        // What was wrong with the message and is carried through is wrong again.
        let known = Set(message.faults.map(\.code))
        faults += payload.diagnostics + again.flatMap(\.faults).filter { !known.contains($0.code) }
        let left = GoldenLines(document: document).lines
        let right = again.flatMap(\.documents).flatMap { GoldenLines(document: $0.document).lines }
        return Set(left).symmetricDifference(right).sorted()
    }
}

/// The values of a JSON value as lines, each with its path.
struct GoldenLines {
    /// `lines[1].item.gtin = 4012345000016`, in the order of the value; each is one line whatever its text holds.
    var lines: [String] { values.map { "\($0.path) = \(Self.oneLine($0.text))" } }
    private(set) var values: [(path: String, text: String)] = []

    init(_ value: JSONValue) { add(value, "") }

    static func oneLine(_ text: String) -> String {
        text.replacing("\r", with: "\\r").replacing("\n", with: "\\n")
    }

    /// The values of a document, its envelope apart, which is its writer's.
    init(document: CanonicalDocument) {
        guard case .object(let members)? = try? JSONValue.parse(document.jsonBytes) else { return }
        for member in members where member.key != "envelope" { add(member.value, member.key) }
    }

    private mutating func add(_ value: JSONValue, _ path: String) {
        switch value {
        case .object(let members):
            for member in members { add(member.value, path.isEmpty ? member.key : "\(path).\(member.key)") }
        case .array(let items):
            for (index, item) in items.enumerated() { add(item, "\(path)[\(index + 1)]") }
        case .string(let text): values.append((path, text))
        default: values.append((path, String(decoding: value.bytes, as: UTF8.self)))
        }
    }
}

extension GoldenDifference {
    /// Where an outcome is not as expected.
    static func between(_ expected: GoldenOutcome, _ actual: GoldenOutcome) -> [GoldenDifference] {
        let left = GoldenLines(expected.documents).values
        let right = GoldenLines(actual.documents).values
        let known = Dictionary(left.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
        let found = Dictionary(right.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
        var differences: [GoldenDifference] = []
        for (path, text) in left where found[path] != text {
            differences.append(GoldenDifference(kind: "json", path: path, expected: text, actual: found[path]))
        }
        for (path, text) in right where known[path] == nil {
            differences.append(GoldenDifference(kind: "json", path: path, expected: nil, actual: text))
        }
        differences += lines("faults", expected.faults, actual.faults)
        differences += lines("unread", expected.unread, actual.unread)
        return differences + lines("lost", expected.lost, actual.lost)
    }

    private static func lines(_ kind: String, _ expected: [String], _ actual: [String]) -> [GoldenDifference] {
        expected.filter { !actual.contains($0) }.map {
            GoldenDifference(kind: kind, path: "", expected: $0, actual: nil)
        }
            + actual.filter { !expected.contains($0) }.map {
                GoldenDifference(kind: kind, path: "", expected: nil, actual: $0)
            }
    }
}

extension Diagnostic {
    /// The code with the place in words.
    fileprivate var goldenLine: String {
        let place = [
            position?.segment.map { "segment \($0)" }, position?.line.map { "line \($0)" }, position?.tag,
            position?.element, position?.path,
        ]
        return ([code.rawValue, "at"] + place.compactMap(\.self)).joined(separator: " ")
    }
}
