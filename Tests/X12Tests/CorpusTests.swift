import Diagnostics
import Foundation
import Syntax
import Testing
import X12

/// What the samples hold, by the table `Corpus/x12/expected.txt`: file, verdict, messages, then severity, code and number
/// of each fault of form and envelope. `Corpus/README.md` argues where it and the sources differ.
@Suite("Samples")
struct CorpusTests {
    struct Expectation: CustomTestStringConvertible, Sendable {
        var file: String
        var verdict: String
        var messages: String
        var faults: [String]
        var testDescription: String { file }
    }

    static let expectations: [Expectation] = {
        let text = (try? Corpus.bytes("expected.txt")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let parts = line.split(separator: "\t").map(String.init)
            return Expectation(file: parts[0], verdict: parts[1], messages: parts[2], faults: Array(parts.dropFirst(3)))
        }
    }()

    @Test("every sample is in the table and the other way round")
    func complete() {
        #expect(Self.expectations.map(\.file).sorted() == Corpus.names)
    }

    @Test("a sample has the messages and the faults that the table says, and no others", arguments: expectations)
    func sample(_ expectation: Expectation) throws {
        let reading = try Reading(try Corpus.bytes(expectation.file))
        var counts: [String: Int] = [:]
        for diagnostic in reading.diagnostics {
            counts["\(diagnostic.severity.rawValue) \(diagnostic.code)", default: 0] += 1
        }
        let messages = reading.messages.map { "\($0.type) \($0.version ?? "-") \($0.segments)" }.joined(separator: ", ")
        let isInvalid = reading.diagnostics.contains { $0.severity == .error }
        #expect(messages == expectation.messages)
        #expect((isInvalid ? "invalid" : "valid") == expectation.verdict)
        #expect(counts.map { "\($0.key) \($0.value)" }.sorted() == expectation.faults)
    }
}
