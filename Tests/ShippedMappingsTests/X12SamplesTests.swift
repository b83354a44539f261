import Diagnostics
import Mapping
import Orders
import ReadingSupport
import Testing

/// What becomes of each order and change of an order among the samples of X12, by `x12-samples.txt`.
@Suite struct X12SamplesTests {
    /// One message of a sample.
    struct Expectation: CustomTestStringConvertible, Sendable {
        var file: String
        var mapping: String
        var number: String
        var lines: Int
        var parties: Int
        /// The paths of what no rule reads, each with the reason.
        var unread: [String: String] = [:]

        var testDescription: String { "\(file) \(number)" }
    }

    static let expectations: [Expectation] = {
        let text = (try? ShippedMappings.file("x12-samples.txt")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        var found: [Expectation] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            if parts.count == 3, parts[0].isEmpty, let last = found.indices.last {
                found[last].unread[parts[1]] = parts[2]
            } else if parts.count == 5, let lines = Int(parts[3]), let parties = Int(parts[4]) {
                found.append(
                    Expectation(file: parts[0], mapping: parts[1], number: parts[2], lines: lines, parties: parties))
            }
        }
        return found
    }()

    private func parties(_ content: any OrderDocument) -> Int {
        let named = [content.buyer, content.supplier].filter { $0 != Party() }
        let further = [content.deliveryParty, content.invoicee, content.orderingParty, content.consignee]
        return named.count + further.compactMap(\.self).count + content.parties.count
    }

    @Test(
        "every order of the samples is read, with its lines and parties; what is not read has a reason",
        arguments: expectations)
    func sample(expected: Expectation) throws {
        let results = try ShippedMappings.read(try Corpus.x12.bytes(expected.file))
        let result = try #require(results.first { $0.mapping == expected.mapping })
        let content = try #require(result.read.document.orderContent)
        #expect(result.read.document.number == expected.number)
        #expect(content.lines.count == expected.lines)
        #expect(parties(content) == expected.parties)
        #expect(Set(result.read.unread.map(\.path)) == Set(expected.unread.keys))
        #expect(expected.unread.values.allSatisfy { $0.count > 10 })
    }

    @Test("no sample is left out")
    func complete() throws {
        let listed = Set(Self.expectations.map(\.file))
        for name in Corpus.x12.names {
            let mappings = (try? ShippedMappings.read(try Corpus.x12.bytes(name)))?.map(\.mapping) ?? []
            let isOrder = mappings.contains { $0.hasPrefix("x12-850") || $0.hasPrefix("x12-860") }
            #expect(isOrder == listed.contains(name), "\(name)")
        }
    }
}
