import Syntax

/// The characters that separate, release and end: given by UNA or by default (ISO 9735-1:2002, 6).
public struct ServiceCharacters: Sendable, Hashable {
    /// Between the components of a composite.
    public var component: UInt8
    /// Between elements.
    public var element: UInt8
    /// The decimal mark, nil when a full stop and a comma are both right.
    public var decimalMark: UInt8?
    /// Makes the next character data; nil when there is none.
    public var release: UInt8?
    /// Between repeats of an element, from syntax version 4 on.
    public var repetition: UInt8?
    /// Ends a segment.
    public var terminator: UInt8
    /// The fifth character of UNA, which is the repetition separator if the syntax version is 4.
    var reserved: UInt8 = 0x20

    /// What holds without a UNA.
    public static let standard = ServiceCharacters(
        component: 0x3A, element: 0x2B, decimalMark: nil, release: 0x3F, repetition: nil, terminator: 0x27)

    /// The information separators of syntax level B as versions 1 to 3 have them: IS1, IS3, IS4.
    static let informationSeparators = ServiceCharacters(
        component: 0x1F, element: 0x1D, decimalMark: nil, release: nil, repetition: nil, terminator: 0x1C)

    /// The length of a service string advice: `UNA` and six characters.
    static let adviceLength = 9

    /// The characters of a service string advice; nil when they cannot be told apart from each other or from data.
    init?(advice bytes: some RandomAccessCollection<UInt8>) {
        let six = Array(bytes)
        guard six.count == 6 else { return nil }
        component = six[0]
        element = six[1]
        decimalMark = six[2]
        release = six[3] == 0x20 ? nil : six[3]
        reserved = six[4]
        terminator = six[5]
        repetition = nil
        let separators = [component, element, terminator] + (release.map { [$0] } ?? [])
        guard Set(separators).count == separators.count else { return nil }
        guard separators.allSatisfy({ !Self.isData($0) }) else { return nil }
    }

    init(
        component: UInt8, element: UInt8, decimalMark: UInt8?, release: UInt8?, repetition: UInt8?, terminator: UInt8
    ) {
        self.component = component
        self.element = element
        self.decimalMark = decimalMark
        self.release = release
        self.repetition = repetition
        self.terminator = terminator
    }

    /// Letters, digits, blanks and bytes outside ASCII never separate.
    static func isData(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x7F...: true
        default: false
        }
    }

    /// The service string advice that names these characters; a full stop where both decimal marks are right.
    var advice: [UInt8] {
        let last = [release ?? 0x20, repetition ?? reserved, terminator]
        return Array("UNA".utf8) + [component, element, decimalMark ?? UInt8(ascii: ".")] + last
    }

    /// These characters as a version of the syntax has them.
    func fit(forVersion version: Int) -> ServiceCharacters {
        var fit = self
        fit.reserved = 0x20
        if version < 4 { fit.repetition = nil }
        if version == 4, repetition == nil, !contains(Self.usualRepetition) { fit.repetition = Self.usualRepetition }
        return fit
    }

    /// Whether a reader takes these characters for granted, without a UNA.
    func isUsual(inVersion version: Int) -> Bool {
        var usual = Self.standard.fit(forVersion: version)
        usual.decimalMark = decimalMark == UInt8(ascii: ".") ? decimalMark : nil
        return self == usual
    }

    /// Between repeats where UNA does not say otherwise, from version 4 on.
    static let usualRepetition = UInt8(ascii: "*")

    /// Whether a byte has a meaning of its own.
    func contains(_ byte: UInt8) -> Bool {
        byte == component || byte == element || byte == terminator || byte == release || byte == repetition
    }

    /// What divides segments.
    var separators: SeparatorSet {
        SeparatorSet(
            component: component, element: element, repetition: repetition, release: release, terminator: terminator)
    }
}
