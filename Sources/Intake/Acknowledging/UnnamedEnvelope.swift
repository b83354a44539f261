public import Diagnostics
import EDIFACT
import Syntax
import X12

/// What keeps an answer from naming an interchange: an element of its header that the answer has to repeat.
public struct UnnamedEnvelope: Sendable, Hashable, CustomStringConvertible {
    /// Where it stands.
    public let position: Position
    /// What the sender wrote, nil for nothing.
    public let value: String?
    /// The longest value that an answer has room for.
    private let longest: Int

    /// The first such element of a header of EDIFACT or X12; nil where there is none.
    init?(_ header: InterchangeHeader) {
        switch header.syntax {
        case .edifact:
            guard let found = Contrl.obstacle(to: header) else { return nil }
            self.init(header, "UNB", found.element, found.value, longest: found.longest)
        case .x12:
            for (element, party) in [("6", header.sender), ("8", header.receiver)]
            where X12Envelope.party(answering: party).identification.isEmpty {
                self.init(header, "ISA", element, party?.identification, longest: 15)
                return
            }
            guard header.reference?.isEmpty != false else { return nil }
            self.init(header, "ISA", "13", nil, longest: 9)
        case .tradacoms, .xml, .idoc, .csv, .fixed, .json: return nil
        }
    }

    private init(_ header: InterchangeHeader, _ tag: String, _ element: String, _ value: String?, longest: Int) {
        var position = header.position
        (position.tag, position.element) = (tag, element)
        self.position = position
        self.value = value
        self.longest = longest
    }

    /// The reason in a sentence: `UNB element 5 has 15 characters, and an answer can repeat 14 at most.`
    public var description: String {
        let place = "\(position.tag ?? "") element \(position.element ?? "")"
        guard let value, !value.isEmpty else { return "\(place) is empty, and an answer has to repeat it." }
        let length = value.unicodeScalars.count
        if length > longest { return "\(place) has \(length) characters, and an answer can repeat \(longest) at most." }
        return "\(place) has no character that an answer can repeat."
    }
}
