import Diagnostics
import Directories
import Intake
import Rollout
import Syntax
import Testing

/// The acknowledgement of the first interchange of a text, which goes through reader, directory and acknowledging.
struct Answered {
    /// The segments of the acknowledgement, tag and elements.
    private(set) var segments: [[String]] = []

    /// - Parameters:
    ///   - strict: faults that this sender is rejected for although others are only warned.
    ///   - overlays: what is agreed beyond the directories.
    ///   - last: true to answer the last interchange in place of the first.
    init(_ text: String, strict: Set<Code> = [], overlays: [Overlay] = [], last: Bool = false) throws {
        let reports = try Self.reports(Array(text.utf8), strict: strict, overlays: overlays)
        let report = try #require(last ? reports.last : reports.first)
        let answer = try Acknowledging().answer(
            to: report, number: 12, at: Instant(microseconds: 1_790_000_000_000_000))
        let bytes = try #require(answer)
        let isX12 = report.header.syntax == .x12
        let (terminator, element): (Character, Character) = isX12 ? ("~", "*") : ("'", "+")
        segments = String(decoding: bytes, as: UTF8.self).split(separator: terminator).map { segment in
            segment.split(separator: element, omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// What is found in a payload, every message checked by its structure.
    static func reports(
        _ bytes: [UInt8], strict: Set<Code> = [], overlays: [Overlay] = []
    ) throws -> [InterchangeReport] {
        let shapes = overlays.isEmpty ? MessageShapes.standard : MessageShapes.standard.with(overlays)
        var reports: [InterchangeReport] = []
        func take(_ event: ReaderEvent) {
            switch event {
            case .interchange(let header): reports.append(InterchangeReport(header: header, rejecting: strict))
            case .message(let message):
                guard let syntax = reports.last?.header.syntax else { return }
                reports[reports.count - 1].take(.message(shapes.nest(message, syntax: syntax).message))
            case .group, .end: if !reports.isEmpty { reports[reports.count - 1].take(event) }
            }
        }
        var reader = PayloadReader()
        try reader.read(bytes[...]) { take($0) }
        try reader.finish { take($0) }
        return reports
    }

    /// The segments of some tags in their order: the tag and what stands behind the first elements, which name what is
    /// spoken of.
    func words(_ tags: [(tag: String, behind: Int)]) -> [String] {
        segments.compactMap { segment in
            guard let row = tags.first(where: { $0.tag == segment[0] }) else { return nil }
            return ([segment[0]] + segment.dropFirst(1 + row.behind)).joined(separator: " ")
        }
    }

    /// What CONTRL says: of each level its action and error; segments and elements in error.
    var contrl: [String] { words([("UCI", 3), ("UCF", 3), ("UCM", 2), ("UCS", 0), ("UCD", 0)]) }

    /// What TA1 says: TA104 and TA105.
    var interchange: [String] { words([("TA1", 3)]) }

    /// What a 997 says: notes of segments and elements, verdicts of sets and of the group.
    var functional: [String] { words([("AK3", 0), ("AK4", 0), ("AK5", 0), ("AK9", 0)]) }
}
