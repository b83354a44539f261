import Diagnostics
import Directories
import Foundation
import Syntax
import Testing

/// What the samples hold, by the table `Corpus/edifact/expected.txt`: file, verdict, then severity, code and number of each
/// fault. The table was compared with the sources' own notes; `Corpus/README.md` argues where they differ.
@Suite("Samples")
struct CorpusTests {
    struct Expectation: CustomTestStringConvertible, Sendable {
        var file: String
        var verdict: String
        var faults: [String]
        var testDescription: String { file }
    }

    static let expectations: [Expectation] = {
        let text = (try? Corpus.bytes("expected.txt")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let parts = line.split(separator: "\t").map(String.init)
            return Expectation(
                file: parts[0], verdict: parts.count > 1 ? parts[1] : "", faults: Array(parts.dropFirst(2)))
        }
    }()

    @Test("every sample is in the table and the other way round")
    func complete() {
        #expect(Self.expectations.map(\.file).sorted() == Corpus.names)
    }

    @Test("a sample has the faults that the table says, and no others", arguments: expectations)
    func sample(_ expectation: Expectation) throws {
        let checked = try Checked(try Corpus.bytes(expectation.file))
        var counts: [String: Int] = [:]
        for diagnostic in checked.diagnostics {
            counts["\(diagnostic.severity.rawValue) \(diagnostic.code)", default: 0] += 1
        }
        let isInvalid = checked.diagnostics.contains { $0.severity == .error }
        #expect((isInvalid ? "invalid" : "valid") == expectation.verdict)
        #expect(counts.map { "\($0.key) \($0.value)" }.sorted() == expectation.faults)
    }
}
