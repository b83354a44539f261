/// The first bytes of an interchange by which its syntax is told.
public enum SyntaxMark {
    /// How many bytes are enough to tell.
    public static let length = 6

    /// The syntax whose mark begins here; nil for none. `ISA` is also a word's beginning, and some senders write it small:
    /// what follows it must be able to separate.
    public static func syntax(of head: ArraySlice<UInt8>) -> SyntaxName? {
        if let found = marks.first(where: { head.starts(with: $0.bytes) }) { return found.syntax }
        let tag = head.prefix(3)
        guard tag.elementsEqual("ISA".utf8) || tag.elementsEqual("isa".utf8), let next = head.dropFirst(3).first
        else { return nil }
        return canSeparate(next) ? .x12 : nil
    }

    /// The same behind an interchange of another syntax, where text may stand as well: a mark of EDIFACT counts only if a
    /// byte that can separate follows.
    public static func syntaxBehindText(of head: ArraySlice<UInt8>) -> SyntaxName? {
        guard let found = syntax(of: head) else { return nil }
        guard found == .edifact else { return found }
        return head.dropFirst(3).first.map(canSeparate) == true ? found : nil
    }

    private static func canSeparate(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x7F...: false
        default: true
        }
    }

    private static let marks: [(bytes: [UInt8], syntax: SyntaxName)] = [
        (Array("UNA".utf8), .edifact), (Array("UNB".utf8), .edifact), (Array("UNH".utf8), .edifact),
        (Array("STX=".utf8), .tradacoms), (Array("EDI_DC".utf8), .idoc), (Array("<?xml".utf8), .xml),
    ]
}
