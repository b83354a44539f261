import Foundation
public import Testing

/// What a sample holds, by a line of the table `expected.txt` in its folder: file, verdict, in some tables the messages,
/// then severity, code and number of each fault. `Corpus/README.md` argues where it and the sources differ.
public struct SampleExpectation: CustomTestStringConvertible, Sendable {
    public var file: String
    public var verdict: String
    /// The messages by type, version and number of segments; nil where the table does not say them.
    public var messages: String?
    public var faults: [String]

    public var testDescription: String { file }

    /// The lines of a folder's table.
    public static func all(in corpus: Corpus, withMessages: Bool = true) -> [SampleExpectation] {
        let text = (try? corpus.bytes("expected.txt")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let parts = line.split(separator: "\t").map(String.init)
            return SampleExpectation(
                file: parts[0], verdict: parts.count > 1 ? parts[1] : "",
                messages: withMessages && parts.count > 2 ? parts[2] : nil,
                faults: Array(parts.dropFirst(withMessages ? 3 : 2)))
        }
    }
}
