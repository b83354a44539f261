/// An interchange that is written but for its control numbers, which are put in at the last moment: when the transaction
/// that keeps it draws them.
///
/// It is made of the bytes that a writer gave, with a number that stands for the real one, and the places of that number.
public struct UnnumberedInterchange: Sendable, Hashable {
    /// What a place says.
    public enum Number: Sendable, Hashable {
        /// The interchange's control number (UNB 0020 and UNZ 0020, ISA13 and IEA02).
        case interchange
        /// The control number of a group, counted from 0 in the order of the groups (GS06 and GE02).
        case group(Int)
    }

    /// A place of a number.
    public struct Slot: Sendable, Hashable {
        public var number: Number
        /// Where the bytes stand that it takes the place of.
        public var range: Range<Int>
        /// The number of digits, filled up with zeros in front; 0 for as many as it takes.
        public var width: Int

        /// A place by its parts.
        public init(_ number: Number, at range: Range<Int>, width: Int = 0) {
            self.number = number
            self.range = range
            self.width = width
        }
    }

    /// Who sends it, and whom it is for, as its envelope names them.
    public var sender: EnvelopeParty
    public var receiver: EnvelopeParty
    public var syntax: SyntaxName
    /// The bytes with what stands for the numbers.
    public let bytes: [UInt8]
    private let slots: [Slot]

    /// An interchange with the places of its numbers, in the order of the bytes and apart from each other.
    public init(
        _ bytes: [UInt8], slots: [Slot], syntax: SyntaxName, sender: EnvelopeParty, receiver: EnvelopeParty
    ) {
        var end = 0
        for slot in slots {
            precondition(slot.range.lowerBound >= end && slot.range.upperBound <= bytes.count)
            end = slot.range.upperBound
        }
        self.bytes = bytes
        self.slots = slots
        self.syntax = syntax
        self.sender = sender
        self.receiver = receiver
    }

    /// How many groups have a number of their own.
    public var groups: Int {
        slots.reduce(0) { count, slot in
            if case .group(let group) = slot.number { max(count, group + 1) } else { count }
        }
    }

    /// The largest control number of an interchange: fourteen digits in EDIFACT (0020), nine in X12 (I12).
    public var largestNumber: Int64 { syntax == .edifact ? 99_999_999_999_999 : 999_999_999 }

    /// The bytes with their numbers; groups count up from the first one's.
    public func numbered(_ interchange: Int64, firstGroup: Int64 = 1) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 16)
        var end = 0
        for slot in slots {
            result += bytes[end..<slot.range.lowerBound]
            let digits: String =
                switch slot.number {
                case .interchange: String(interchange)
                case .group(let group): String((firstGroup + Int64(group) - 1) % 999_999_999 + 1)
                }
            result += [UInt8](repeating: 0x30, count: max(0, slot.width - digits.utf8.count))
            result += digits.utf8
            end = slot.range.upperBound
        }
        return result + bytes[end...]
    }
}
