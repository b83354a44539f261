import Diagnostics

/// The notes of the segments in error of one transaction set, as they are gathered.
///
/// A missing segment is a note of its own at the number where it should have stood (AK302): what is wrong with the segment
/// that came there instead is said of that one.
struct SegmentNotes {
    /// A list of notes is cut here; the set is rejected all the same.
    private static let mostSegments = 1_000
    private static let mostElements = 99

    private struct Place: Hashable {
        var segment: Int
        /// The tag of the segment that is missing there; nil for the one that stands there.
        var missing: String?
    }

    /// In the order in which they were found.
    private var notes: [FunctionalAcknowledgment.SegmentNote] = []
    private var places: [Place: Int] = [:]

    /// In the order of the set, what is missing before what stands in its place.
    var sorted: [FunctionalAcknowledgment.SegmentNote] {
        notes.sorted { left, right in
            if left.segment != right.segment { return left.segment < right.segment }
            return left.isMissing && !right.isMissing
        }
    }

    /// Notes that a segment is missing at a number.
    mutating func addMissing(_ tag: String, at segment: Int) {
        _ = note(Place(segment: segment, missing: tag), tag, FunctionalAcknowledgment.SegmentNote.missing)
    }

    /// Notes what is wrong with a segment as a whole.
    mutating func add(_ code: String, to tag: String, at segment: Int) {
        guard let index = note(Place(segment: segment), tag, code) else { return }
        // One code a segment: one of its own goes before 8, which only says that elements are wrong.
        if notes[index].code == "8" { notes[index].code = code }
    }

    /// Notes what is wrong with an element of a segment.
    mutating func add(
        _ code: String, to tag: String, at segment: Int, element: Int?, component: Int?, value: String?
    ) {
        guard let index = note(Place(segment: segment), tag, "8"), let element,
            notes[index].elements.count < Self.mostElements
        else { return }
        notes[index].elements.append(.init(element: element, component: component, code: code, value: value))
    }

    /// The index of the note for a place, made where there is none yet; nil when the list is full.
    private mutating func note(_ place: Place, _ tag: String, _ code: String) -> Int? {
        if let index = places[place] { return index }
        guard notes.count < Self.mostSegments else { return nil }
        notes.append(.init(tag: tag, segment: place.segment, code: code))
        places[place] = notes.count - 1
        return notes.count - 1
    }
}
