import Diagnostics
import Digests
import Foundation
import Intake
import Mapping
import Orders
import Rollout
import Testing

/// Write ∘ read and read ∘ write are identities on the canonical side: of documents made of what the golden cases hold,
/// each that a mapping can write whole comes back as it was.
@Suite struct GeneratedDocumentTests {
    /// All mappings but two: what status reports of Kontur and SAP say of a document follows from its faults.
    private static let names = ShippedMappings.loaded.library.mappings.keys.sorted().filter {
        $0 != "kontur-status-report" && $0 != "idoc-systat01"
    }

    /// The mappings of the example, of partners' own files among them, on top of the shipped ones.
    private static let example = ShippedMappings.root.appending(path: "deploy/example/mappings")
    private static let examples: MappingLibrary = {
        var files = ShippedMappings.files
        for path in (try? FileManager.default.subpathsOfDirectory(atPath: example.path)) ?? []
        where path.hasSuffix(".yaml") {
            files[path] = (try? Data(contentsOf: example.appending(path: path))).map(Array.init)
        }
        return MappingLibrary.load(files).library
    }()

    /// The documents of a mapping's golden cases; those of cases that lose something by intent are left out.
    private func bases(_ name: String, in mappings: URL) throws -> [JSONValue] {
        let folder = mappings.appending(path: "cases/\(name)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        return try files.sorted().flatMap { file -> [JSONValue] in
            let lost = folder.appending(path: file.replacing(".json", with: ".lost"))
            guard !FileManager.default.fileExists(atPath: lost.path) else { return [] }
            let value = try JSONValue.parse(Array(try Data(contentsOf: folder.appending(path: file))))
            guard case .array(let documents) = value else { return [value] }
            return documents
        }
    }

    /// A document's JSON without what its writer says of itself.
    private func content(_ document: CanonicalDocument) throws -> JSONValue {
        guard case .object(let members) = try JSONValue.parse(document.jsonBytes) else { return .null }
        return .object(members.filter { $0.key != "envelope" })
    }

    @Test("a document that a mapping writes whole is read as it was", arguments: names)
    func roundTrip(name: String) throws {
        try hold(name, of: ShippedMappings.loaded.library, in: ShippedMappings.folder)
    }

    @Test(
        "so is what the example's mappings write: CSV, fixed columns, JSON, and partners' deviations",
        arguments: [
            "adatum-order", "contoso-order", "fabrikam-orders", "litware-order", "lucerne-order", "proseware-order",
            "tailspin-order",
        ])
    func examples(name: String) throws { try hold(name, of: Self.examples, in: Self.example) }

    private func hold(_ name: String, of library: MappingLibrary, in folder: URL) throws {
        let mapping = try #require(library[name])
        let bases = try bases(name, in: folder)
        guard !bases.isEmpty else { return }
        var variety = DocumentVariety(bases: bases, seed: 7)
        let writing = PayloadWriting(
            mappings: [mapping], envelope: WrittenEnvelope(syntax: "UNOY"),
            shapes: MessageShapes.standard.with(library.shapes))
        let reading = PayloadMapping(library)
        let origin = PayloadOrigin(number: 1, position: 1, version: 1, receivedAt: Instant(microseconds: 0))
        var whole = 0
        var differing: [String] = []
        var faults: [String] = []
        for _ in 0..<400 where whole < 30 {
            guard let document = CanonicalDocument.read(json: variety.next().bytes).document else { continue }
            // GS1 XML has no place for the currency but beside each amount.
            guard let written = try? writing.write(document, from: origin),
                written.unwritten.allSatisfy({ $0.path == "currency" }),
                // What the mapping says it changed comes back changed.
                !written.diagnostics.contains(where: { $0.code == "mapping.value-changed" })
            else { continue }
            let again = reading.read(written.bytes, format: mapping.message)
            // What is left out may be what a mapping is told from another one by.
            guard again.allSatisfy({ $0.mapping == nil || $0.mapping?.name == name }) else { continue }
            // Codes of one directory stand in messages of another here; what was taken out of a document leaves a segment of
            // X12 without what stands beside it (a price's basis without its unit).
            let known: Set<Code> = ["directory.code-unknown"]
            faults += again.flatMap(\.faults).filter { !known.contains($0.code) }.map { fault in
                "\(fault.code) \(fault.position?.path ?? "") \(fault.value ?? "")"
            }
            whole += 1
            let expected = lines(try content(document), "")
            let found = try again.flatMap(\.documents).flatMap { lines(try content($0.document), "") }
            if Set(found) != Set(expected) { differing.append(difference(expected, found)) }
        }
        #expect(whole >= 15)
        #expect(Set(faults).isEmpty)
        #expect(differing.isEmpty, "\(differing.count) of \(whole), such as \(differing.prefix(3))")
    }

    private func difference(_ old: [String], _ new: [String]) -> String {
        "lost \(old.filter { !new.contains($0) }.prefix(4)), new \(new.filter { !old.contains($0) }.prefix(4))"
    }

    /// The values with their paths. Lines have an order; of other lists it matters what they hold.
    private func lines(_ value: JSONValue, _ path: String) -> [String] {
        switch value {
        case .object(let members):
            // A price without a currency gets the document's, which UBL demands; an order of a despatch advice stands once
            // in X12, with its date; a note that is about nothing is one of kind L1 there.
            let told = members.filter { member in
                !(member.key == "currency" && path.contains(".prices["))
                    && !(member.key == "issued" && path.hasSuffix("].order"))
                    && !(member.key == "subject" && path.hasSuffix(".notes[]") && member.value == .string("L1"))
            }
            return told.flatMap { lines($0.value, "\(path).\($0.key)") }
        case .array(let items):
            let isOrdered = path.hasSuffix("ines")
            return items.enumerated().flatMap { index, item in
                if isOrdered { return lines(item, "\(path)[\(index + 1)]") }
                // An item without a place is named by what it holds, in short: units stand in units many times over.
                let open = "\(path)[]"
                let held = lines(item, open)
                let name = String(Digests.sha256Hex(Array(held.sorted().joined(separator: " ").utf8)).prefix(12))
                return held.map { "\(path)[\(name)]\($0.dropFirst(open.count))" }
            }
        default: return ["\(path)=\(String(decoding: value.bytes, as: UTF8.self))"]
        }
    }
}
