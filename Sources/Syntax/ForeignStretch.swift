public import Diagnostics

/// Bytes that belong to no interchange of the syntax that is read: text before, between and behind interchanges.
///
/// Where they begin as an interchange of another syntax does, they are no text: what is sent there would be lost.
public struct ForeignStretch: Sendable, Hashable {
    /// Where it begins.
    public let start: Position
    /// How many bytes of it are no blanks, line ends, zero bytes or ends of file.
    public private(set) var count = 1
    /// The offset behind the last of them.
    public private(set) var end: Int
    /// The syntax whose mark stands in it first, at its beginning or at that of a line.
    public private(set) var syntax: SyntaxName?

    /// A stretch that begins with a byte at a position.
    public init(at start: Position) {
        self.start = start
        end = (start.offset ?? 0) + 1
    }

    /// Takes one more byte, which stands at an offset.
    public mutating func extend(to offset: Int) {
        count += 1
        end = offset + 1
    }

    /// Notes the mark of another syntax.
    public mutating func note(_ mark: SyntaxName) { if syntax == nil { syntax = mark } }

    /// Whether a byte around interchanges is content: blanks, line ends, ends of file and zero bytes are not.
    public static func isContent(_ byte: UInt8) -> Bool {
        byte > 0x20 || (byte != 0 && byte < 0x20 && ![0x09, 0x0A, 0x0D, 0x1A].contains(byte))
    }

    /// What stands in for the message that is lost in it: a document of no known type, with an error.
    /// - Parameter limit: how many of the bytes it takes at most.
    public func message(_ fault: Diagnostic, limit: Int) -> Message {
        let first = start.offset ?? 0
        var diagnostics = DiagnosticList()
        diagnostics.append(fault)
        let root = Tree.Node(
            name: Name(packing: "MSG") ?? Name(number: 1), end: 1, valueStart: 0, valueLength: 0, offset: 0, ordinal: 0,
            kind: .message, element: 0, component: 0)
        let tree = Tree(
            nodes: [root], names: NameTable(), values: [], decoding: ValueDecoding(charset: .latin1), origin: start)
        return Message(
            type: "", version: nil, reference: nil, segments: 0, range: first..<min(end, first + limit), tree: tree,
            diagnostics: diagnostics, hasHeader: false)
    }
}
