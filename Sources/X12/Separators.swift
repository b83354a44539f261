import Syntax

/// The characters that separate and end, as ISA gives them (X12.5, 3.3). X12 has no release character.
public struct Separators: Sendable, Hashable {
    /// Between elements: the byte behind `ISA`.
    public var element: UInt8
    /// Between the components of a composite: ISA16; nil where ISA16 cannot separate anything.
    public var component: UInt8?
    /// Between repeats of an element: ISA11 from version 00402 on.
    public var repetition: UInt8?
    /// Ends a segment: the byte behind ISA16.
    public var terminator: UInt8

    /// The usual separators of versions up to 00401.
    public static let standard = Separators(element: 0x2A, component: 0x3E, terminator: 0x7E)
    /// The usual separators from version 00402 on.
    public static let withRepetition = Separators(element: 0x2A, component: 0x3E, repetition: 0x5E, terminator: 0x7E)

    /// Separators by their bytes; a reader and a writer check them.
    public init(element: UInt8, component: UInt8?, repetition: UInt8? = nil, terminator: UInt8) {
        self.element = element
        self.component = component
        self.repetition = repetition
        self.terminator = terminator
    }

    /// Separators in a row: of elements, of components, of segments, and of repeats where there are any (`*>~^`). Nil when
    /// there are three or four others than these, or when one could be data or stands twice.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (3...4).contains(bytes.count), Set(bytes).count == bytes.count, bytes.allSatisfy(Self.canSeparate) else {
            return nil
        }
        self.init(
            element: bytes[0], component: bytes[1], repetition: bytes.count > 3 ? bytes[3] : nil, terminator: bytes[2])
    }

    /// Whether a byte has a meaning of its own.
    public func contains(_ byte: UInt8) -> Bool {
        byte == element || byte == terminator || byte == component || byte == repetition
    }

    /// Letters, digits, blanks and bytes outside ASCII never separate.
    static func canSeparate(_ byte: UInt8) -> Bool {
        switch byte {
        case 0, 0x20, 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x7F...: false
        default: true
        }
    }

    /// What divides segments.
    var set: SeparatorSet {
        SeparatorSet(
            component: component, element: element, repetition: repetition, release: nil, terminator: terminator)
    }
}
