import Diagnostics
public import Syntax

extension GroupReport {
    /// Whether it holds nothing but acknowledgments: TA1, 997 and 999, whatever group they stand in. They are never
    /// acknowledged (X12.20). What else stands in a group of `FA` is a set like any other.
    public var holdsAcknowledgments: Bool { isOnly(Self.acknowledgments) || count == 0 && header?.type == "FA" }

    static let acknowledgments: Set<String> = ["TA1", "997", "999"]

    /// Whether a 997 can name the group: it repeats GS01, a code of two characters, and GS06 (AK101, AK102).
    var isNamed: Bool {
        header?.type?.isRepeatable == true && header?.type?.utf8.count == 2 && header?.reference?.isEmpty == false
    }

    /// The number of the group as AK102 says it, one to nine digits (data element 28). For one that is none, which is what
    /// AK905 6 says, zero stands: no group is numbered so.
    var number: String {
        header?.reference.flatMap { X12Reader.isControlNumber($0) ? $0 : nil } ?? "0"
    }

    /// A set of the group as AK2 names it; nil for one that cannot be named.
    ///
    /// AK201 and AK202 repeat ST01, three characters (data element 143), and ST02, four to nine (329); an answer with anything
    /// else would be invalid itself. For an ST01 of another form, which is what AK502 6 says, stands the set that GS01 is
    /// for; an ST02 that is short is filled up with zeros, and has blanks for what cannot be repeated, if no other set of the
    /// group is named so (AK502 7).
    func named(_ set: MessageReport) -> MessageReport? {
        var named = set
        guard let number = set.reference.flatMap(controlNumber) else { return nil }
        if set.type.utf8.count != 3 || !set.type.isRepeatable {
            // Without anything there is nothing to repeat.
            guard !set.type.isEmpty, let only = FunctionalIdentifier.transactionSet(of: header?.type) else {
                return nil
            }
            named.type = only
        }
        named.reference = number
        return named
    }

    /// ST02 as AK202 can say it.
    private func controlNumber(_ sent: String) -> String? {
        if (4...9).contains(sent.utf8.count), sent.isRepeatable { return sent }
        var number = sent.repeatable
        while number.last == " " { number.removeLast() }
        guard (1...9).contains(number.utf8.count) else { return nil }
        number = String(repeating: "0", count: max(0, 4 - number.utf8.count)) + number
        return messages.contains { $0.reference == number } ? nil : number
    }
}

extension String {
    /// Whether an answer can repeat it: it is there, of printable characters that are no separators of the answer.
    var isRepeatable: Bool { !isEmpty && unicodeScalars.allSatisfy(Self.isRepeatable) }

    /// The text with a blank for each character that an answer cannot repeat.
    var repeatable: String {
        String(String.UnicodeScalarView(unicodeScalars.map { Self.isRepeatable($0) ? $0 : " " }))
    }

    private static func isRepeatable(_ scalar: Unicode.Scalar) -> Bool {
        (0x20...0x7E).contains(scalar.value)
            && !Separators.withRepetition.contains(UInt8(truncatingIfNeeded: scalar.value))
    }
}

extension InterchangeReport {
    /// The same report with each error at the level of TA1 and 997 that tells it; what stands below it is rejected with it.
    ///
    /// Acknowledgments are passed over. A fault of GS or GE that AK905 has no code for is one of the interchange
    /// (TA105 024: invalid interchange content, such as an invalid GS). A faulty set that cannot be named rejects its group.
    public func atFunctionalLevels() -> InterchangeReport {
        var report = self
        for index in report.groups.indices {
            var group = report.groups[index]
            let isPassedOver = group.holdsAcknowledgments
            group.passOver(GroupReport.acknowledgments)
            if isPassedOver {
                group.errors = []
            } else {
                report.errors += group.errors.filter { !Self.isGroups($0) }
                group.errors = group.errors.filter { Self.isGroups($0) }
                if group.header != nil {
                    group.errors += group.messages.filter { group.named($0) == nil }.compactMap(\.errors.first)
                }
            }
            report.groups[index] = group
        }
        return report
    }

    private static func isGroups(_ error: Diagnostic) -> Bool {
        if case .group? = AcknowledgmentCode.of(error.code) { return true }
        return false
    }
}
