public import Diagnostics
public import Syntax

extension X12Writer {
    /// Where ISA13 stands, whatever ISA says, and how long it is.
    private static let headerNumber = 90..<99

    /// The interchange, ended, with the places of its control number (ISA13, IEA02) and of those of its groups (GS06, GE02),
    /// so that the numbers that count can be put in later.
    public consuming func finishUnnumbered() throws(Diagnostic) -> UnnumberedInterchange {
        if hasOpenGroup { try closeGroup() }
        let (envelope, groups) = (envelope, groupSlots)
        let bytes = try finish()
        let trailer = bytes.count - 1 - Self.headerNumber.count..<bytes.count - 1
        let width = Self.headerNumber.count
        return UnnumberedInterchange(
            bytes,
            slots: [.init(.interchange, at: Self.headerNumber, width: width)] + groups
                + [.init(.interchange, at: trailer, width: width)], syntax: .x12, sender: envelope.sender,
            receiver: envelope.receiver)
    }
}

extension [UInt8] {
    /// Where an element of the segment that begins at an offset stands; X12 releases nothing, so separators separate.
    func element(_ number: Int, ofSegmentAt start: Int, _ separators: Separators) -> Range<Int> {
        var offset = start
        for _ in 0..<number {
            while self[offset] != separators.element { offset += 1 }
            offset += 1
        }
        let end = self[offset...].firstIndex { $0 == separators.element || $0 == separators.terminator } ?? endIndex
        return offset..<end
    }
}
