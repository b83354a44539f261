import Diagnostics
import ReadingSupport
import Testing

@Suite("Samples")
struct CorpusTests {
    static let expectations = SampleExpectation.all(in: .edifact, withMessages: false)

    @Test("every sample is in the table and the other way round")
    func complete() {
        #expect(Self.expectations.map(\.file).sorted() == Corpus.edifact.names)
    }

    @Test("a sample has the faults that the table says, and no others", arguments: expectations)
    func sample(_ expectation: SampleExpectation) throws {
        let checked = try Checked(try Corpus.edifact.bytes(expectation.file))
        var counts: [String: Int] = [:]
        for diagnostic in checked.diagnostics {
            counts["\(diagnostic.severity.rawValue) \(diagnostic.code)", default: 0] += 1
        }
        let isInvalid = checked.diagnostics.contains { $0.severity == .error }
        #expect((isInvalid ? "invalid" : "valid") == expectation.verdict)
        #expect(counts.map { "\($0.key) \($0.value)" }.sorted() == expectation.faults)
    }
}
