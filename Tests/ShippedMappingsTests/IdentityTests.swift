import Diagnostics
import Foundation
import Mapping
import Orders
import ReadingSupport
import Testing

/// What an XML mapping writes, it reads again: for the golden documents, and for what is left of them when parts are taken
/// out at random.
@Suite struct IdentityTests {
    /// The messages of the golden cases of formats that are only data, by their paths.
    static let cases = ShippedMappings.cases.filter { path in
        let name = path.split(separator: "/").first.map(String.init) ?? ""
        guard let mapping = ShippedMappings.loaded.library[name], path.hasSuffix(".xml") else { return false }
        return ShippedMappings.documents.documents[mapping.message] != nil
    }

    /// The values of a document with their paths, its envelope apart.
    private func lines(_ document: CanonicalDocument) throws -> Set<String> {
        var lines: Set<String> = []
        func add(_ value: JSONValue, _ path: String) {
            switch value {
            case .object(let members):
                for member in members { add(member.value, path.isEmpty ? member.key : "\(path).\(member.key)") }
            case .array(let items): for (index, item) in items.enumerated() { add(item, "\(path)[\(index + 1)]") }
            default: lines.insert("\(path) = \(String(decoding: value.bytes, as: UTF8.self))")
            }
        }
        add(try JSONValue.parse(document.jsonBytes), "")
        return lines.filter { !$0.hasPrefix("envelope.") }
    }

    /// A value without some of its members and items.
    private func pruned(_ value: JSONValue, _ generator: inout SeededGenerator) -> JSONValue {
        switch value {
        case .object(let members):
            return .object(
                members.compactMap { member in
                    let isKept = ["document", "number", "function", "value"].contains(member.key)
                    if !isKept, Int.random(in: 0..<20, using: &generator) == 0 { return nil }
                    return (member.key, pruned(member.value, &generator))
                })
        case .array(let items):
            return .array(
                items.compactMap { item in
                    if Int.random(in: 0..<20, using: &generator) == 0 { return nil }
                    let rest = pruned(item, &generator)
                    return Self.saysNothing(rest) ? nil : rest
                })
        default: return value
        }
    }

    /// True for an item that only says which one it is.
    private static func saysNothing(_ item: JSONValue) -> Bool {
        guard case .object(let members) = item else { return false }
        return members.allSatisfy { ["role", "kind", "type", "scheme", "function", "name"].contains($0.key) }
    }

    /// How often each value stands, whatever its place in a list: an item with no place of its own moves those behind it.
    private func counts(_ lines: Set<String>) -> [String: Int] {
        Dictionary(lines.map { ($0.replacing(/\[\d+\]/, with: "[]"), 1) }, uniquingKeysWith: +)
    }

    /// A document as it comes back, with the paths of what the writer says that it has no place for; nil where the
    /// document must not be written.
    private func again(
        _ document: CanonicalDocument, _ mapping: CompiledMapping
    ) throws -> (document: CanonicalDocument, unwritten: Set<String>)? {
        let (bytes, written) = try ShippedMappings.write(document, by: mapping)
        guard written.isValid else { return nil }
        let results = try ShippedMappings.read(bytes)
        #expect(results.map(\.mapping) == [mapping.name], "\(String(decoding: bytes, as: UTF8.self))")
        guard let back = results.first?.read.document else { return nil }
        return (back, Set(written.unwritten.map(\.path)))
    }

    @Test("what is written is read again", arguments: cases)
    func identity(path: String) throws {
        let bytes = Array(try Data(contentsOf: ShippedMappings.folder.appending(path: "cases/\(path)")))
        var generator = SeededGenerator(state: 26)
        var compared = 0
        for result in try ShippedMappings.read(bytes) {
            let mapping = try #require(ShippedMappings.loaded.library[result.mapping])
            let golden = try JSONValue.parse(result.read.document.jsonBytes)
            for _ in 0..<40 {
                guard let document = CanonicalDocument.read(json: pruned(golden, &generator).bytes).document,
                    let back = try again(document, mapping)
                else { continue }
                compared += 1
                // A default may stand where nothing was; nothing that was there is missing or different.
                let after = try lines(back.document)
                let before = try lines(document).filter { line in
                    !back.unwritten.contains(String(line.prefix { $0 != " " }))
                }
                let there = counts(after)
                #expect(counts(before).filter { $0.value > there[$0.key] ?? 0 } == [:])
                let twice = try #require(try again(back.document, mapping))
                #expect(try lines(twice.document) == after)
            }
        }
        #expect(compared > 0)
    }
}
