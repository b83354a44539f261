import Diagnostics
import Syntax

/// What is wrong with the bytes of a header (UNB, UNG, UNH), found while it is read: before there is the interchange, group
/// or message that it opens, whose faults they are.
struct HeadingFaults: Sendable {
    /// The tags of headers.
    static let tags: Set<String> = ["UNB", "UNG", "UNH"]

    var list = DiagnosticList()
    var tally = FaultTally()
}

extension EDIFACTReader {
    /// Hands the faults of a header to the message that is open, else to the interchange.
    mutating func settleHeading() {
        guard !heading.list.isEmpty || !heading.tally.isEmpty else { return }
        // What UNB declares is known only now.
        let name = charsetName
        heading.list.revise { fault in
            var fault = fault
            if fault.facts["charset"] != nil { fault.facts["charset"] = name }
            return fault
        }
        if message != nil {
            message?.diagnostics.append(contentsOf: heading.list)
            message?.tally.take(heading.tally)
        } else if envelope != nil {
            envelope?.diagnostics.append(contentsOf: heading.list)
            envelope?.tally.take(heading.tally)
        } else {
            heading.tally.settle(in: &heading.list)
            pending.append(contentsOf: heading.list)
        }
        heading = HeadingFaults()
    }

    /// Whether a control character in a value was told of, so that no other fault of that value is.
    func isSpoiled(_ raw: ArraySlice<UInt8>) -> Bool {
        raw.contains { byte in
            byte < 0x20 && byte != 0x0A && byte != 0x0D && !(level.charset == .iso2022 && ISO2022.isControl(byte))
        }
    }
}
