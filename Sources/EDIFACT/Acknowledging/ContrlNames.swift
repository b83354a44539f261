public import Syntax

/// How CONTRL names interchanges, groups and messages, by the elements that it repeats (UCI, UCF, UCM): as they came where
/// they have their lengths and the answer's charset, which is the sender's, holds them. In references, and in the names of
/// the parties, a character that it does not hold, such as a control character, is a blank; one that no name is left of, or
/// that would be another one's, cannot be named.
struct ContrlNames {
    private let version: Int
    private let level: SyntaxLevel

    init(of header: InterchangeHeader) {
        version = Int(header.version ?? "") ?? 3
        let named = header.charsetName.flatMap { SyntaxLevel(identifier: $0) }
        // Answers are not written in ISO 2022.
        level = named.flatMap { $0.charset == .iso2022 ? nil : $0 } ?? SyntaxLevel(.latin1)
    }

    /// An interchange as UCI names it; nil where it cannot.
    func named(_ header: InterchangeHeader) -> InterchangeHeader? {
        var named = header
        guard let reference = repeated(header.reference, 14), let sender = repeated(header.sender),
            let receiver = repeated(header.receiver)
        else { return nil }
        (named.reference, named.sender, named.receiver) = (reference, sender, receiver)
        return named
    }

    /// A group as UCF names it; nil where it cannot.
    func named(_ group: MessageGroup) -> MessageGroup? {
        var named = group
        guard let reference = repeated(group.reference, 14), let sender = repeated(group.sender),
            let receiver = repeated(group.receiver)
        else { return nil }
        (named.reference, named.sender, named.receiver) = (reference, sender, receiver)
        return named
    }

    /// A message as UCM names it, by its reference and by type, version, release and agency; nil where it cannot.
    func named(_ message: MessageReport, in group: GroupReport) -> MessageReport? {
        let parts = (message.version ?? "").split(separator: ".", maxSplits: 1).map(String.init)
        guard fits(message.type, 6), parts.count == 2, parts.allSatisfy({ fits($0, 3) }),
            fits(message.agency, version >= 4 ? 3 : 2), let reference = repeated(message.reference, 14),
            reference == message.reference || !group.messages.contains(where: { $0.reference == reference })
        else { return nil }
        var named = message
        named.reference = reference
        return named
    }

    /// What of a text may be repeated where an element is conditional: nothing of one that is invalid.
    func conditional(_ text: String?, _ longest: Int) -> String {
        text.flatMap { fits($0, longest) ? $0 : nil } ?? ""
    }

    /// A party as UCI, UCF and UNB name it; nil for one without a name.
    func repeated(_ party: EnvelopeParty?) -> EnvelopeParty? {
        guard var party, let name = repeated(party.identification, 35) else { return nil }
        if let qualifier = party.qualifier, !fits(qualifier, 4) { return nil }
        party.identification = name
        return party
    }

    private func repeated(_ text: String?, _ longest: Int) -> String? {
        guard let text, (1...longest).contains(text.unicodeScalars.count) else { return nil }
        let held = text.unicodeScalars.map { holds(String($0)) ? $0 : " " }
        guard let first = held.firstIndex(where: { $0 != " " }), let last = held.lastIndex(where: { $0 != " " }) else {
            return nil
        }
        if held.elementsEqual(text.unicodeScalars) { return text }
        return String(String.UnicodeScalarView(held[first...last]))
    }

    private func fits(_ text: String?, _ longest: Int) -> Bool {
        guard let text, (1...longest).contains(text.unicodeScalars.count) else { return false }
        return holds(text)
    }

    private func holds(_ text: String) -> Bool {
        NarrowText(text, level: level, service: .standard).unwritable == nil
    }
}

extension Contrl {
    /// An element of UNB that no answer can repeat.
    public struct Unrepeatable: Sendable, Hashable {
        /// Its place: `5`, `2.1`.
        public var element: String
        /// What it says, nil for nothing.
        public var value: String?
        /// How many characters an answer has room for.
        public var longest: Int
    }

    /// What keeps a CONTRL from naming an interchange, whose reference, sender and receiver have to be there and valid (UCI);
    /// nil for nothing.
    public static func obstacle(to header: InterchangeHeader) -> Unrepeatable? {
        let names = ContrlNames(of: header)
        if names.named(header) != nil { return nil }
        for (element, party) in [("2", header.sender), ("3", header.receiver)] where names.repeated(party) == nil {
            guard let party, names.repeated(EnvelopeParty(party.identification)) != nil else {
                return Unrepeatable(element: element + ".1", value: party?.identification, longest: 35)
            }
            return Unrepeatable(element: element + ".2", value: party.qualifier, longest: 4)
        }
        return Unrepeatable(element: "5", value: header.reference, longest: 14)
    }

    /// A party of an interchange as the envelope of its answer can name it; without a name where nothing of it can be
    /// repeated.
    public static func party(_ party: EnvelopeParty?, answering header: InterchangeHeader) -> EnvelopeParty {
        ContrlNames(of: header).repeated(party) ?? EnvelopeParty("")
    }
}
