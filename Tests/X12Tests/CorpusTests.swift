import ReadingSupport
import Testing

@Suite("Samples")
struct CorpusTests {
    static let expectations = SampleExpectation.all(in: .x12)

    @Test("every sample is in the table and the other way round")
    func complete() {
        #expect(Self.expectations.map(\.file).sorted() == Corpus.x12.names)
    }

    @Test("a sample has the messages and the faults that the table says, and no others", arguments: expectations)
    func sample(_ expectation: SampleExpectation) throws {
        let reading = try Reading(try Corpus.x12.bytes(expectation.file))
        #expect(reading.contents == expectation.messages)
        #expect(reading.verdict == expectation.verdict)
        #expect(reading.counts == expectation.faults)
    }
}
