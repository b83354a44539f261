import Syntax

/// What envelopes ask of a segment beside its fields.
extension SegmentView {
    /// The bytes at a place, which are those of its first component where none is named.
    func raw(_ place: EnvelopeRules.Place) -> ArraySlice<UInt8> { raw(place.element, max(1, place.component)) }

    /// The text at a place, nil when it is empty.
    func text(_ place: EnvelopeRules.Place) -> String? { text(place.element, max(1, place.component)) }

    /// How many bytes stand at a place.
    func length(_ place: EnvelopeRules.Place) -> Int { length(place.element, max(1, place.component)) }

    /// Whether nothing stands at a place but blanks, which name nothing.
    func isBlank(_ place: EnvelopeRules.Place) -> Bool { isBlank(place.element, max(1, place.component)) }

    /// The party that an element names: identification, qualifier, address (S002, S003, S006, S007); nil where the
    /// identification is blank.
    func party(_ element: Int) -> EnvelopeParty? {
        guard !isBlank(element) else { return nil }
        return text(element).map { EnvelopeParty($0, qualifier: text(element, 2), address: text(element, 3)) }
    }
}
