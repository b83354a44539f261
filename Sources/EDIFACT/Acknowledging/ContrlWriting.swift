public import Diagnostics
import Syntax

extension EDIFACTWriter {
    /// Adds a CONTRL message in the syntax version of the interchange that it is written into: version 4 as `4:1`, any
    /// other as `D:3`.
    ///
    /// Throws what ``add(_:as:)`` throws for values that the charset does not hold.
    public mutating func add(_ contrl: Contrl, reference: String, association: String? = nil) throws(Diagnostic) {
        let header = MessageHeader(
            reference: reference, type: "CONTRL", version: version == 4 ? "4.1" : "D.3", association: association)
        try add(contrl.segments, as: header)
    }
}

extension Contrl {
    /// A segment by its tag and elements.
    typealias Segment = (tag: String, elements: [SegmentElement])

    /// The segments between UNH and UNT, in the order of the message.
    var segments: [Segment] {
        let names = ContrlNames(of: interchange)
        var segments = [uci(names)]
        for message in messages { segments += Self.segments(of: message, names) }
        for group in groups {
            segments.append(Self.ucf(group, names))
            for message in group.messages { segments += Self.segments(of: message, names) }
        }
        return segments
    }

    private func uci(_ names: ContrlNames) -> Segment {
        let interchange = names.named(interchange) ?? interchange
        let header: [SegmentElement] = [
            .text(interchange.reference ?? ""), Self.party(interchange.sender, names),
            Self.party(interchange.receiver, names),
            .text(String(action.rawValue)),
        ]
        return ("UCI", header + Self.elements(of: error))
    }

    private static func ucf(_ group: Group, _ names: ContrlNames) -> Segment {
        let header: [SegmentElement] = [
            .text(group.header.reference ?? ""), party(group.header.sender, names), party(group.header.receiver, names),
            .text(String(group.action.rawValue)),
        ]
        return ("UCF", header + elements(of: group.error))
    }

    private static func segments(of message: Message, _ names: ContrlNames) -> [Segment] {
        let report = message.report
        let version = (report.version ?? "").split(separator: ".", maxSplits: 1).map(String.init)
        let identifier = [
            report.type, version.first ?? "", version.count > 1 ? version[1] : "", report.agency ?? "",
            names.conditional(report.association, 6),
        ]
        let ucm: [SegmentElement] = [
            .text(report.reference ?? ""), .composite(identifier), .text(String(Action.rejected.rawValue)),
        ]
        var segments: [Segment] = [("UCM", ucm + elements(of: message.error))]
        for segment in message.segments {
            segments.append(("UCS", [.text(String(segment.segment)), .text(segment.code.map(String.init) ?? "")]))
            for element in segment.elements {
                segments.append(("UCD", [.text(String(element.code)), place(element.element, element.component)]))
            }
        }
        return segments
    }

    private static func elements(of error: LevelError?) -> [SegmentElement] {
        guard let error else { return [] }
        var elements: [SegmentElement] = [.text(String(error.code)), .text(error.serviceSegment ?? "")]
        if let element = error.element { elements.append(place(element, error.component)) }
        return elements
    }

    /// S011: the tag counts as the first place of a segment.
    private static func place(_ element: Int, _ component: Int?) -> SegmentElement {
        .composite([String(element + 1), component.map(String.init) ?? ""])
    }

    private static func party(_ party: EnvelopeParty?, _ names: ContrlNames) -> SegmentElement {
        .composite([party?.identification ?? "", party?.qualifier ?? "", names.conditional(party?.address, 14)])
    }
}
