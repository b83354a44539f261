import Diagnostics
import Directories
import ReadingSupport
import Syntax
import Testing

/// What the tables of X12 find in the samples, by `Corpus/x12/directory.txt`: file, severity and code, place, and why that
/// is right.
@Suite("Samples of X12")
struct X12CorpusTests {
    struct Expectation: CustomTestStringConvertible, Sendable {
        var file: String
        var faults: [String]
        var testDescription: String { file }
    }

    static let expectations: [Expectation] = {
        let text = (try? Corpus.x12.bytes("directory.txt")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        var found: [Expectation] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: "\t").map(String.init)
            if found.last?.file != parts[0] { found.append(Expectation(file: parts[0], faults: [])) }
            // A fault without a reason counts as none, so that nobody leaves it out.
            if parts.count > 3 { found[found.count - 1].faults.append("\(parts[1]) \(parts[2])") }
        }
        return found
    }()

    @Test("every sample is in the table and the other way round")
    func complete() {
        #expect(Self.expectations.map(\.file).sorted() == Corpus.x12.names)
        #expect(Corpus.x12.names.count > 40)
    }

    @Test("a sample has the faults that the table says, at their places, and no others", arguments: expectations)
    func sample(_ expectation: Expectation) throws {
        let checked = CheckedX12(try Corpus.x12.bytes(expectation.file))
        #expect(!checked.messages.isEmpty)
        let faults = checked.diagnostics.map { diagnostic in
            let position = diagnostic.position
            let place = [position?.segment.map { "\($0)" }, position?.tag, position?.element].compactMap { $0 }
            return "\(diagnostic.severity.rawValue) \(diagnostic.code) \(place.joined(separator: "/"))"
        }
        #expect(faults == expectation.faults)
    }
}
