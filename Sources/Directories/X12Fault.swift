public import Diagnostics

/// How 997 and 999 say what is wrong: the element that reports it, and its value.
///
/// The place comes from the diagnostic's position: AK302 is its segment, AK401 its element and component. Where a segment
/// or loop is missing, AK301 is the diagnostic's value and AK302 the segment before which it should have stood. A segment
/// with faults of elements gets AK304 `8` beside them.
public struct X12Fault: Sendable, Hashable {
    /// The level that a fault is reported at.
    public enum Level: String, Sendable, Hashable {
        case transactionSet = "AK502"
        case segment = "AK304"
        case element = "AK403"
    }

    public var level: Level
    /// The value of AK502, AK304 or AK403, the same in IK502, IK304 and IK403.
    public var code: String

    /// A fault by its level and value.
    public init(level: Level, code: String) {
        self.level = level
        self.code = code
    }

    /// The fault of a diagnostic; nil for one that has no value of its own there, or that is none of a directory.
    public static func of(_ code: Code) -> X12Fault? { table[code] }

    /// All faults that checking by a version's tables can find. A level whose parent is not there is a wrong value, since
    /// neither list has a value for hierarchies.
    public static let table: [Code: X12Fault] = [
        "directory.message-unknown": .init(level: .transactionSet, code: "1"),
        "directory.segment-unknown": .init(level: .segment, code: "1"),
        "directory.segment-unused": .init(level: .segment, code: "2"),
        "directory.segment-missing": .init(level: .segment, code: "3"),
        "directory.group-missing": .init(level: .segment, code: "3"),
        "directory.group-repeats": .init(level: .segment, code: "4"),
        "directory.segment-repeats": .init(level: .segment, code: "5"),
        "directory.segment-foreign": .init(level: .segment, code: "6"),
        "directory.segment-misplaced": .init(level: .segment, code: "7"),
        "directory.element-missing": .init(level: .element, code: "1"),
        "directory.component-missing": .init(level: .element, code: "1"),
        "directory.condition-missing": .init(level: .element, code: "2"),
        "directory.too-many-elements": .init(level: .element, code: "3"),
        "directory.too-short": .init(level: .element, code: "4"),
        "directory.too-long": .init(level: .element, code: "5"),
        "directory.number-invalid": .init(level: .element, code: "6"),
        "directory.decimal-invalid": .init(level: .element, code: "6"),
        "directory.code-unknown": .init(level: .element, code: "7"),
        "directory.level-parent": .init(level: .element, code: "7"),
        "directory.level-repeated": .init(level: .element, code: "7"),
        "directory.date-invalid": .init(level: .element, code: "8"),
        "directory.time-invalid": .init(level: .element, code: "9"),
        "directory.condition-excluded": .init(level: .element, code: "10"),
        "directory.element-unused": .init(level: .element, code: "10"),
        "directory.element-repeats": .init(level: .element, code: "12"),
        "directory.too-many-components": .init(level: .element, code: "13"),
    ]
}
