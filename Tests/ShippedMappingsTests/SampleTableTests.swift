import Diagnostics
import Foundation
import Intake
import Mapping
import Orders
import ReadingSupport
import Testing

/// The table of what becomes of each sample, beside this file: a person looks at it, this test keeps it true.
@Suite struct SampleTableTests {
    private static let head = """
        # What becomes of each sample

        A row a document of the golden cases, and of the orders, changes and cancellations in `Tests/Corpus` that are no golden
        case: its lines, its parties by role with their best-known identification, and each value that no rule reads, with the
        reason. What is wrong with a sample stands in the last column.

        | sample | document | lines | parties | not read | wrong |
        | --- | --- | --- | --- | --- | --- |

        """

    /// A message to be looked at, by its path below `Tests/Corpus` or the folder of cases.
    private struct Sample {
        var path: String
        var bytes: [UInt8]
        var isCase: Bool
        /// Why a value is not read, by its place.
        var reason: @Sendable (String) -> String?
    }

    private static let corpora: [(String, Corpus)] = [
        ("edifact", .edifact), ("x12", .x12), ("tradacoms", .tradacoms), ("ubl", .ubl), ("cxml", .cxml),
        ("gs1xml", .gs1xml), ("idoc", .idoc),
    ]

    private static let samples: [Sample] = {
        var samples: [Sample] = []
        for path in ShippedMappings.cases {
            let file = ShippedMappings.folder.appending(path: "cases/\(path)")
            guard let data = try? Data(contentsOf: file) else { continue }
            let unread = file.deletingPathExtension().appendingPathExtension("unread")
            let text = (try? String(contentsOf: unread, encoding: .utf8)) ?? ""
            let said = text.split(separator: "\n").filter { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) }
            samples.append(
                Sample(path: path, bytes: Array(data), isCase: true) { _ in
                    said.isEmpty ? nil : said.joined(separator: " ")
                })
        }
        let known = Set(samples.map(\.bytes))
        let reasons = corpusReasons
        for (folder, corpus) in corpora {
            for name in corpus.names {
                guard let bytes = try? corpus.bytes(name), !known.contains(bytes) else { continue }
                samples.append(
                    Sample(path: "\(folder)/\(name)", bytes: bytes, isCase: false) { place in
                        reasons["\(name) \(place)"]
                    })
            }
        }
        return samples
    }()

    /// Why nothing reads a value of a sample that is no golden case, by its file and place.
    private static let corpusReasons: [String: String] = {
        var reasons: [String: String] = [:]
        for file in ["x12-samples.txt", "unread-reasons.txt"] {
            var sample = ""
            let text = (try? ShippedMappings.file(file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                if parts[0].isEmpty, parts.count == 3 { reasons["\(sample) \(parts[1])"] = parts[2] }
                if !parts[0].isEmpty { sample = parts[0] }
            }
        }
        return reasons
    }()

    private func identification(_ party: Party) -> String {
        party.gln?.rawValue ?? party.ids.first?.value ?? party.endpoint?.value ?? party.name ?? "-"
    }

    private func lines(_ document: CanonicalDocument) -> Int {
        switch document {
        case .orderResponse(let response): response.lines.count
        case .despatchAdvice(let advice): advice.lines.count + advice.packages.reduce(0) { $0 + lines(in: $1) }
        case .receivingAdvice(let advice): advice.lines.count + advice.packages.reduce(0) { $0 + lines(in: $1) }
        case .invoice(let invoice): invoice.lines.count
        default: document.orderContent?.lines.count ?? 0
        }
    }

    private func lines(in unit: LogisticUnit) -> Int {
        unit.lines.count + unit.packages.reduce(0) { $0 + lines(in: $1) }
    }

    private func lines(in unit: ReceivedUnit) -> Int {
        unit.lines.count + unit.packages.reduce(0) { $0 + lines(in: $1) }
    }

    private func parties(_ document: CanonicalDocument) -> String {
        var parties = [("buyer", document.buyer), ("supplier", document.supplier)]
        if let content = document.orderContent {
            parties += [("delivery", content.deliveryParty), ("invoicee", content.invoicee)].compactMap { role, party in
                party.map { (role, $0) }
            }
            parties += content.parties.map { ($0.role?.rawValue ?? "party", $0) }
        }
        return parties.map { "\($0.0) \(identification($0.1))" }.joined(separator: ", ")
    }

    /// What is not read, with its reason; the same reason is said once.
    private func unread(_ document: MappedDocument, of sample: Sample) -> String {
        var parts: [(reason: String, values: [String])] = []
        for value in document.unread {
            let reason = sample.reason(value.path) ?? "no reason"
            let text = "`\(value.path)` \(value.value.prefix(40))".replacing("\n", with: " ")
            if let known = parts.firstIndex(where: { $0.reason == reason }) {
                if !parts[known].values.contains(text) { parts[known].values.append(text) }
            } else {
                parts.append((reason, [text]))
            }
        }
        return parts.map { "\($0.values.joined(separator: ", ")): \($0.reason)" }.joined(separator: "; ")
    }

    private func rows(of sample: Sample) -> [[String]] {
        var rows: [[String]] = []
        for message in PayloadMapping(ShippedMappings.loaded.library).read(sample.bytes) {
            let wrong = message.faults.map(\.code.rawValue)
            for result in message.documents where sample.isCase || result.document.orderContent != nil {
                let document = result.document
                rows.append([
                    sample.path, "\(document.type.rawValue) \(document.number)", "\(lines(document))",
                    parties(document), unread(result, of: sample), Set(wrong).sorted().joined(separator: ", "),
                ])
            }
        }
        return rows
    }

    private static func text(_ row: [String]) -> String {
        "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }

    @Test("the table is what the mappings give")
    func rows() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "samples.md")
        let actual = Self.head + Self.samples.flatMap(rows).map(Self.text).joined()
        if ProcessInfo.processInfo.environment["UPDATE_SAMPLE_TABLE"] != nil { try Data(actual.utf8).write(to: file) }
        // Line by line: the difference of two long texts, which a failure shows, takes gigabytes.
        let expected = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let found = actual.split(separator: "\n")
        #expect(expected.count == found.count)
        for (old, new) in zip(expected, found) where old != new {
            Issue.record("\(old.prefix(200)) → \(new.prefix(200))")
        }
        let unexplained = found.filter { $0.contains(": no reason") }.map { $0.prefix(80) }
        #expect(unexplained == [])
    }

    @Test("every order among the samples has its row, whatever is wrong with it")
    func complete() {
        let marks = [
            "+ORDERS:", "+ORDCHG:", "ST*850", "ST*860", "ORDHDR", "<Order ", "<order:orderMessage", "ORDERS05",
        ]
        for sample in Self.samples where !sample.isCase {
            let text = String(decoding: sample.bytes, as: UTF8.self)
            guard marks.contains(where: text.contains), !text.contains("+CONTRL:") else { continue }
            let count = rows(of: sample).count
            #expect(count > 0, "\(sample.path)")
        }
    }

    @Test("what a golden case expects to be unread, wrong or lost has its reason", arguments: ShippedMappings.cases)
    func reasons(path: String) throws {
        let stem = ShippedMappings.folder.appending(path: "cases/\(path)").deletingPathExtension()
        for kind in ["unread", "faults", "lost"] {
            guard let text = try? String(contentsOf: stem.appendingPathExtension(kind), encoding: .utf8) else {
                continue
            }
            #expect(text.hasPrefix("#"), "\(path): .\(kind) says no reason")
        }
    }
}
