import Syntax

/// Tells of most values that they are right, from a few words and without a call. What it does not know may still be right:
/// that is for the closer look of ``Nesting``, which reports what is wrong.
struct QuickCheck {
    private let values: UnsafeRawBufferPointer
    private let rules: UnsafeBufferPointer<NestPlan.Rule>
    private let codes: UnsafeBufferPointer<UInt64>
    /// The decimal marks that may stand between the digits of a number.
    private let takesComma: Bool
    private let takesFullStop: Bool

    init(plan: NestPlan.Tables, values: UnsafeRawBufferPointer, decoding: ValueDecoding) {
        self.values = values
        rules = plan.rules
        codes = plan.codes
        takesComma = decoding.decimalMark == nil || decoding.decimalMark == 0x2C
        takesFullStop = decoding.decimalMark == nil || decoding.decimalMark == 0x2E
    }

    /// Whether a value is surely right: its length, its digits, its code.
    @inline(__always) func isRight(at start: UInt32, length: UInt32, _ limits: NestPlan.Limits) -> Bool {
        if length &- limits.quickMinimum > limits.quickSpan {
            let rule = Int(limits.digitRule)
            guard rule >= 0, isPlain(Int(start), Int(length), rules[rule]) else { return false }
        }
        let table = Int(limits.tableStart)
        return table < 0 || hasCode(Int(start), Int(length), table, mask: Int(limits.tableMask))
    }

    /// Whether a value as it stands is in a table of codes.
    @inline(__always) private func hasCode(_ start: Int, _ length: Int, _ table: Int, mask: Int) -> Bool {
        guard length > 0, length <= 8, start &+ 8 <= values.count else { return false }
        let word = UInt64(littleEndian: values.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        let key = word & (~0 &>> UInt64(64 &- 8 &* length))
        var slot = CodeList.hash(key) & mask
        while true {
            let entry = codes[table &+ slot]
            if entry == key { return true }
            if entry == 0 { return false }
            slot = (slot &+ 1) & mask
        }
    }

    private func isPlain(_ start: Int, _ length: Int, _ rule: NestPlan.Rule) -> Bool {
        rule.look == .date ? isPlainDate(start, length) : isPlainNumber(start, length, rule)
    }

    /// Whether a value is surely a date: CCYYMMDD with a day that every month has.
    private func isPlainDate(_ start: Int, _ length: Int) -> Bool {
        guard length == 8, start &+ 8 <= values.count else { return false }
        let word = UInt64(littleEndian: values.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        guard Self.foreign(word) == 0 else { return false }
        let month = Int(values[start &+ 4] & 0xF) &* 10 &+ Int(values[start &+ 5] & 0xF)
        let day = Int(values[start &+ 6] & 0xF) &* 10 &+ Int(values[start &+ 7] & 0xF)
        return month >= 1 && month <= 12 && day >= 1 && day <= 28
    }

    /// Bits in each byte that is no digit: the upper half of a digit is 3, and stays 3 when 6 is added.
    @inline(__always) private static func foreign(_ word: UInt64) -> UInt64 {
        let halves: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
        let threes: UInt64 = 0x3030_3030_3030_3030
        return (word & halves ^ threes) | ((word &+ 0x0606_0606_0606_0606) & halves ^ threes)
    }

    /// Whether a value is surely a right number: up to eight digits, one of which may be a decimal mark between others. All
    /// bytes are looked at together.
    private func isPlainNumber(_ start: Int, _ length: Int, _ rule: NestPlan.Rule) -> Bool {
        guard length > 0, length <= 8, start &+ 8 <= values.count else { return false }
        let word = UInt64(littleEndian: values.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        let foreign = Self.foreign(word) &<< UInt64(64 &- 8 &* length)
        var digits = length
        if foreign != 0 {
            let place = length &- 8 &+ foreign.trailingZeroBitCount / 8
            let isLone = place == length &- 8 &+ 7 &- foreign.leadingZeroBitCount / 8
            guard isLone, place > 0, place < length &- 1, isMark(values[start &+ place], rule) else { return false }
            digits &-= 1
        }
        return digits <= Int(rule.maximum) && digits >= Int(rule.minimum)
    }

    @inline(__always) private func isMark(_ byte: UInt8, _ rule: NestPlan.Rule) -> Bool {
        switch rule.look {
        case .number: (byte == 0x2E && takesFullStop) || (byte == 0x2C && takesComma)
        case .real: byte == 0x2E
        default: false
        }
    }
}
