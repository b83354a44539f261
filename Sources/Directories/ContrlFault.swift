public import Diagnostics

/// How CONTRL says what is wrong: the segment that reports it, and the value of 0085 (ISO 9735-1 annex, code list 0085).
///
/// The place comes from the diagnostic's position: 0096 is its segment, S011 its element. Where a segment or group is
/// missing, the position is that of the segment before which it should have stood, and the diagnostic's value is its tag.
public struct ContrlFault: Sendable, Hashable {
    /// The level that a fault is reported at.
    public enum Level: String, Sendable, Hashable {
        /// The message as a whole.
        case message = "UCM"
        case segment = "UCS"
        /// A simple or composite element, or a component.
        case element = "UCD"
    }

    public var level: Level
    /// The value of 0085.
    public var code: Int

    /// A fault by its level and value.
    public init(level: Level, code: Int) {
        self.level = level
        self.code = code
    }

    /// The fault of a diagnostic; nil for one that has no value of its own there, or that is none of a directory.
    public static func of(_ code: Code) -> ContrlFault? { table[code] }

    /// All faults that checking by a directory can find.
    public static let table: [Code: ContrlFault] = [
        "directory.message-unknown": .init(level: .message, code: 14),
        "directory.segment-missing": .init(level: .segment, code: 13),
        "directory.group-missing": .init(level: .segment, code: 13),
        "directory.segment-unknown": .init(level: .segment, code: 15),
        "directory.segment-foreign": .init(level: .segment, code: 15),
        "directory.segment-misplaced": .init(level: .segment, code: 15),
        "directory.segment-unused": .init(level: .segment, code: 15),
        "directory.segment-repeats": .init(level: .segment, code: 35),
        "directory.group-repeats": .init(level: .segment, code: 36),
        "directory.element-missing": .init(level: .element, code: 13),
        "directory.component-missing": .init(level: .element, code: 13),
        "directory.element-unused": .init(level: .element, code: 15),
        "directory.too-many-elements": .init(level: .segment, code: 16),
        "directory.too-many-components": .init(level: .element, code: 16),
        "directory.element-repeats": .init(level: .element, code: 35),
        "directory.code-unknown": .init(level: .element, code: 12),
        "directory.decimal-invalid": .init(level: .element, code: 19),
        "directory.number-invalid": .init(level: .element, code: 37),
        "directory.type-alphabetic": .init(level: .element, code: 37),
        "directory.number-leading-digit": .init(level: .element, code: 38),
        "directory.too-long": .init(level: .element, code: 39),
        "directory.too-short": .init(level: .element, code: 40),
        "directory.condition-missing": .init(level: .element, code: 48),
        "directory.condition-excluded": .init(level: .element, code: 48),
    ]
}
