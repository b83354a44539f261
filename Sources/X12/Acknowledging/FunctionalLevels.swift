import Diagnostics
public import Syntax

extension GroupReport {
    /// Whether it holds acknowledgments, which are never acknowledged: sets of `FA` groups, and TA1. A 997 or 999 in a group
    /// of another kind is a set of that group (X12.5; GS01, data element 479).
    public var holdsAcknowledgments: Bool {
        if let header { return header.type == "FA" }
        return isOnly(Self.acknowledgments)
    }

    private static let acknowledgments: Set<String> = ["TA1", "997", "999"]

    /// Whether a 997 can name the group: it repeats GS01 and GS06 (AK101, AK102).
    var isNamed: Bool { header?.type?.isRepeatable == true && header?.reference?.isRepeatable == true }
}

extension MessageReport {
    /// Whether a 997 can name the set: it repeats ST01 and ST02 (AK201, AK202). One of a wrong form is repeated as it came,
    /// which AK502 6 and 7 are for; only one that is not there cannot be.
    var isNamed: Bool { type.isRepeatable && reference?.isRepeatable == true }
}

extension String {
    /// Whether an answer can repeat it: it is there, of printable characters that are no separators of the answer.
    var isRepeatable: Bool {
        !isEmpty && utf8.allSatisfy { (0x20...0x7E).contains($0) && !Separators.withRepetition.contains($0) }
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
            if group.holdsAcknowledgments {
                group.errors = []
                group.passOver(Set(group.messages.map(\.type)))
            } else {
                report.errors += group.errors.filter { !Self.isGroups($0) }
                group.errors = group.errors.filter { Self.isGroups($0) }
                if group.header != nil {
                    group.errors += group.messages.filter { !$0.isNamed }.compactMap(\.errors.first)
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
