import Diagnostics
import Foundation
import Mapping
import Orders
import Testing

/// The table of what becomes of each sample, beside this file: a person looks at it, this test keeps it true.
@Suite struct SampleTableTests {
    private static let head = """
        # What becomes of each sample

        A row a document: its lines, its parties by role with their best-known identification, and how many values no rule
        reads. Which ones, and why, stands in the case's `.unread` file beside it, under `mappings/cases`.

        | sample | document | lines | parties | not read |
        | --- | --- | --- | --- | --- |

        """

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

    private var table: String {
        get throws {
            var table = Self.head
            for path in ShippedMappings.cases {
                let bytes = Array(try Data(contentsOf: ShippedMappings.folder.appending(path: "cases/\(path)")))
                for result in try ShippedMappings.read(bytes) {
                    let document = result.read.document
                    let unread = result.read.unread.count + result.read.unreadOmitted
                    let row = [
                        path, "\(document.type.rawValue) \(document.number)",
                        "\(lines(document))", parties(document), "\(unread)",
                    ]
                    table += "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
                }
            }
            return table
        }
    }

    @Test("the table is what the mappings give")
    func rows() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "samples.md")
        let actual = try table
        if ProcessInfo.processInfo.environment["UPDATE_SAMPLE_TABLE"] != nil { try Data(actual.utf8).write(to: file) }
        // Line by line: the difference of two long texts, which a failure shows, takes gigabytes.
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(expected.split(separator: "\n") == actual.split(separator: "\n"))
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
