import Foundation
import ReadingSupport
import Testing

/// What the program says of every sample, held against the tables beside the samples.
@Suite struct InspectCorpusTests {
    /// Where `inspect` says something else than the reader of the syntax, and why.
    private static let deviations = [
        // Without an envelope no syntax is told from another, so that no reader of one is asked.
        "smooks-edi-cartridge__d96a-invoic-1.edi": ["error intake.syntax-unknown 1"]
    ]

    /// Severity, code and number of the faults of each sample, those of directories included.
    private func expected(_ corpus: Corpus, withMessages: Bool) throws -> [String: [String]] {
        var counts: [String: [String: Int]] = [:]
        for sample in SampleExpectation.all(in: corpus, withMessages: withMessages) {
            counts[sample.file] = [:]
            for fault in sample.faults {
                let parts = fault.split(separator: " ").map(String.init)
                counts[sample.file, default: [:]][parts[0] + " " + parts[1]] = Int(parts[2])
            }
        }
        // The tables of X12 say each fault of a directory in a line of its own.
        let lines = (try? corpus.bytes("directory.txt")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        for line in lines.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: "\t").map(String.init)
            if parts.count > 3 { counts[parts[0], default: [:]][parts[1], default: 0] += 1 }
        }
        return counts.mapValues { $0.map { "\($0.key) \($0.value)" }.sorted() }
    }

    private func faults(of object: [String: Any]) -> [String] {
        var counts: [String: Int] = [:]
        for interchange in object["interchanges"] as? [[String: Any]] ?? [] {
            let documents = interchange["documents"] as? [[String: Any]] ?? []
            for part in [interchange] + documents {
                for found in part["diagnostics"] as? [[String: Any]] ?? [] {
                    let name = "\(found["severity"] as? String ?? "") \(found["code"] as? String ?? "")"
                    counts[name, default: 0] += 1
                }
            }
        }
        return counts.map { "\($0.key) \($0.value)" }.sorted()
    }

    @Test("inspect --json finds in each sample what its table says, and nothing else", arguments: [0, 1, 2])
    func samples(_ syntax: Int) async throws {
        let corpus = [Corpus.edifact, .x12, .tradacoms][syntax]
        let expected = try expected(corpus, withMessages: syntax != 0)
        let paths = corpus.names.map { corpus.folder.appendingPathComponent($0).path }
        let lines = try await Program.run(["inspect", "--json"] + paths).output.split(separator: "\n")
        #expect(lines.count == corpus.names.count && !lines.isEmpty)
        for (line, name) in zip(lines, corpus.names) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let wanted = try #require(Self.deviations[name] ?? expected[name])
            let found = faults(of: object)
            #expect(found == wanted, "\(name)")
            let isValid = !wanted.contains { $0.hasPrefix("error") }
            #expect(object["valid"] as? Bool == isValid, "\(name)")
        }
    }
}
