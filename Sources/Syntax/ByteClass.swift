/// What a byte is under some separators, as bits: one look into a table of 256 instead of a comparison for each.
public enum ByteClass {
    public static let component: UInt8 = 1
    public static let element: UInt8 = 2
    public static let terminator: UInt8 = 4
    public static let repetition: UInt8 = 8
    /// May stand in a segment's tag: a capital or a digit.
    public static let tag: UInt8 = 16
    public static let separators = component | element | terminator | repetition

    /// The classes of all bytes; a byte that would be two separators is the one that is named first here: element,
    /// terminator, component, repetition.
    public static func table(_ set: SeparatorSet) -> [UInt8] {
        var table = [UInt8](repeating: 0, count: 256)
        for byte in Array(0x30...0x39) + Array(0x41...0x5A) { table[byte] = tag }
        if let repetition = set.repetition { table[Int(repetition)] = Self.repetition }
        if let component = set.component { table[Int(component)] = Self.component }
        table[Int(set.terminator)] = terminator
        table[Int(set.element)] = element
        return table
    }
}
