public import Diagnostics

/// With which code of which segment an acknowledgment tells a sender of a fault.
///
/// TA105 is data element I18, AK905 is 716, AK502 (IK502) is 718, AK304 (IK304) is 720, AK403 (IK403) is 723. No fault of
/// a reader are: TA105 002, as there is one standard; 009, 011 and 013, which only agreements decide; and deferred
/// delivery (028–031), which is not asked for any more. AK905 1 follows from the sets of the group
/// (``FunctionalAcknowledgment``). What needs a directory is found by the check against it.
public enum AcknowledgmentCode: Sendable, Hashable {
    /// TA105: the interchange.
    case interchange(String)
    /// AK905: the functional group.
    case group(String)
    /// AK502, IK502: the transaction set.
    case transactionSet(String)
    /// AK304, IK304: the segment.
    case segment(String)
    /// AK403, IK403: the element.
    case element(String)

    /// The code for a fault; nil for one that no acknowledgment tells of, such as foreign text around an interchange.
    /// - Parameter version: the control version of the acknowledgment (ISA12, of a group's faults GS08), which settles
    ///   whether it has the newer codes: TA105 032 came with 00504, and 022 stands for it before; AK905 19 is a number that
    ///   is not unique from 005030 on, and before that something else, so that 6 stands for it.
    public static func of(_ fault: Code, version: String = "00401") -> AcknowledgmentCode? {
        if fault == "x12.group-duplicate", version < "00503" { return .group("6") }
        if fault == "x12.repetition-separator", version < "00504" { return .interchange("022") }
        return table[fault]
    }

    /// Every fault of the reader that an acknowledgment has a code for.
    static let table: [Code: AcknowledgmentCode] = [
        "x12.iea-number": .interchange("001"),
        "x12.version-unsupported": .interchange("003"),
        "x12.segment-terminator": .interchange("004"),
        "x12.sender-qualifier": .interchange("005"),
        "x12.sender-missing": .interchange("006"),
        "x12.sender-invalid": .interchange("006"),
        "x12.receiver-qualifier": .interchange("007"),
        "x12.receiver-missing": .interchange("008"),
        "x12.receiver-invalid": .interchange("008"),
        "x12.authorization-qualifier": .interchange("010"),
        "x12.security-qualifier": .interchange("012"),
        "x12.interchange-date": .interchange("014"),
        "x12.interchange-time": .interchange("015"),
        "x12.standards-identifier": .interchange("016"),
        "x12.version-unknown": .interchange("017"),
        "x12.interchange-number": .interchange("018"),
        "x12.acknowledgment-requested": .interchange("019"),
        "x12.usage-indicator": .interchange("020"),
        "x12.iea-count": .interchange("021"),
        "x12.isa-length": .interchange("022"),
        "x12.isa-unreadable": .interchange("022"),
        "x12.isa-missing": .interchange("022"),
        "x12.gs-missing": .interchange("022"),
        "x12.trailer-unexpected": .interchange("022"),
        "x12.interchange-empty": .interchange("022"),
        "x12.iea-number-missing": .interchange("001"),
        "x12.iea-count-missing": .interchange("021"),
        "x12.ge-number-missing": .group("4"),
        "x12.ge-count-missing": .group("5"),
        "x12.se-number-missing": .transactionSet("3"),
        "x12.se-count-missing": .transactionSet("4"),
        "x12.envelope-overflow": .interchange("024"),
        "x12.group-agency": .interchange("024"),
        "x12.group-code": .interchange("024"),
        "x12.group-date": .interchange("024"),
        "x12.group-party": .interchange("024"),
        "x12.group-time": .interchange("024"),
        "x12.iea-missing": .interchange("023"),
        "x12.terminator-missing": .interchange("023"),
        "x12.gs-incomplete": .interchange("024"),
        "x12.outside-transaction": .interchange("024"),
        "x12.interchange-duplicate": .interchange("025"),
        "x12.element-separator": .interchange("026"),
        "x12.component-separator": .interchange("027"),
        "x12.repetition-separator": .interchange("032"),
        "x12.group-version": .group("2"),
        "x12.ge-missing": .group("3"),
        "x12.ge-number": .group("4"),
        "x12.ge-count": .group("5"),
        "x12.group-number": .group("6"),
        "x12.group-duplicate": .group("19"),
        "x12.se-missing": .transactionSet("2"),
        "x12.se-number": .transactionSet("3"),
        "x12.se-count": .transactionSet("4"),
        "x12.transaction-too-large": .transactionSet("5"),
        "x12.transaction-identifier": .transactionSet("6"),
        "x12.st-missing": .transactionSet("6"),
        "x12.group-identifier": .transactionSet("6"),
        "x12.transaction-number": .transactionSet("7"),
        "x12.transaction-duplicate": .transactionSet("23"),
        "x12.tag-invalid": .segment("1"),
        "x12.segment-overflow": .element("3"),
        "x12.character-invalid": .element("6"),
        "x12.line-break": .element("6"),
    ]
}
