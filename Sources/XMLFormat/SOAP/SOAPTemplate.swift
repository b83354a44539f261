public import Diagnostics
import Syntax

/// What stands in the body of an envelope: XML with places in braces for a document and what is known of it.
///
/// `{xml}` is the document as an element, `{text}` as text, `{base64}` its bytes; a name such as `{key}` is what is given under
/// it. Braces around anything but letters stand for themselves.
public struct SOAPTemplate: Sendable, Hashable {
    private enum Piece: Sendable, Hashable {
        case literal(String)
        case place(String)
    }

    /// The places of the document itself.
    public static let documentPlaces = ["xml", "text", "base64"]

    private let pieces: [Piece]
    /// The text as it was written.
    public let text: String

    /// Reads a template; it is not looked at as XML.
    public init(_ text: String) {
        self.text = text
        var pieces: [Piece] = []
        var literal = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            literal += rest[..<open]
            rest = rest[rest.index(after: open)...]
            let name = rest.prefix { $0.isASCII && $0.isLetter || "0"..."9" ~= $0 }
            guard !name.isEmpty, rest.dropFirst(name.count).first == "}" else {
                literal += "{"
                continue
            }
            pieces += [.literal(literal), .place(String(name))]
            literal = ""
            rest = rest.dropFirst(name.count + 1)
        }
        self.pieces = pieces + [.literal(literal + rest)]
    }

    /// The names of its places.
    public var places: Set<String> {
        Set(
            pieces.compactMap { piece in
                if case .place(let name) = piece { name } else { nil }
            })
    }

    /// The template filled for a place where no markup is read: a header.
    public func filled(plainly facts: [String: String]) -> String {
        pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .place(let name): facts[name] ?? ""
            }
        }.joined()
    }

    /// The template filled with a document and what is known of it.
    ///
    /// - Throws: `soap.document-xml` where an element is to be and the document is no XML, or has a DTD; `soap.document-text`
    ///   where a text is to be and it is none.
    public func filled(_ document: [UInt8], _ facts: [String: String]) throws(Diagnostic) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(document.count + text.utf8.count + 256)
        for piece in pieces {
            switch piece {
            case .literal(let text): bytes += text.utf8
            case .place("xml"): bytes += try SOAPDocument.element(document)
            case .place("text"): bytes += try SOAPDocument.text(document)
            case .place("base64"): bytes += Base64.encoded(document)
            case .place(let name): bytes += try SOAPDocument.text(Array((facts[name] ?? "").utf8))
            }
        }
        return bytes
    }

    /// What is wrong with it as the content of a body; nil when it is well-formed.
    public func fault(in version: SOAPVersion) -> String? {
        var bytes: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .literal(let text): bytes += text.utf8
            case .place("xml"): bytes += "<x/>".utf8
            case .place: bytes += "x".utf8
            }
        }
        let envelope = SOAPEnvelope(version: version).bytes(body: bytes)
        return SOAPDocument.fault(of: envelope).map { Catalogue.english.wording(of: $0).message }
    }
}

/// A document on its way into an envelope.
enum SOAPDocument {
    /// A document's root element in UTF-8, without its declaration.
    static func element(_ bytes: [UInt8]) throws(Diagnostic) -> [UInt8] {
        if let fault = fault(of: bytes) {
            throw Diagnostic(
                "soap.document-xml", at: fault.position,
                facts: ["reason": Catalogue.english.wording(of: fault).message])
        }
        do {
            var utf8 = try XMLText(bytes).utf8[...]
            if utf8.starts(with: "<?xml".utf8), let end = utf8.firstIndex(of: UInt8(ascii: ">")) {
                utf8 = utf8[(end + 1)...]
            }
            return Array(utf8)
        } catch {
            throw Diagnostic("soap.document-xml", facts: ["reason": "its charset \(error.name) is unknown"])
        }
    }

    /// A text with the characters that mean something escaped (XML 1.0, 2.4).
    static func text(_ bytes: [UInt8]) throws(Diagnostic) -> [UInt8] {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Diagnostic("soap.document-text") }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(bytes.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;".utf8
            case "<": escaped += "&lt;".utf8
            case ">": escaped += "&gt;".utf8
            case "\"": escaped += "&quot;".utf8
            case "'": escaped += "&#39;".utf8
            case "\r": escaped += "&#13;".utf8
            case "\t", "\n": escaped += UTF8.encode(scalar).map(Array.init) ?? []
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": throw Diagnostic("soap.document-text")
            default: escaped += UTF8.encode(scalar).map(Array.init) ?? []
            }
        }
        return escaped
    }

    /// What keeps a document from being read, whatever its kind; nil for well-formed XML without a DTD.
    static func fault(of bytes: [UInt8]) -> Diagnostic? {
        let (_, faults) = tree(of: bytes, dialects: XMLDialects([]), limits: XMLLimits())
        return faults.first
    }

    /// The tree of a document, and what is wrong with it but that nobody knows its root.
    static func tree(_ limits: XMLLimits, _ bytes: [UInt8], dialects: XMLDialects) -> Tree? {
        let (tree, faults) = tree(of: bytes, dialects: dialects, limits: limits)
        return faults.isEmpty ? tree : nil
    }

    private static func tree(
        of bytes: [UInt8], dialects: XMLDialects, limits: XMLLimits
    ) -> (Tree?, [Diagnostic]) {
        var reader = XMLFormatReader(dialects: dialects, limits: limits, checksSchema: false)
        var tree: Tree?
        var faults: [Diagnostic] = []
        func take(_ event: ReaderEvent) {
            switch event {
            case .message(let message):
                tree = message.tree
                faults += message.diagnostics.items
            case .end(let list): faults += list.items
            case .interchange, .group: break
            }
        }
        do {
            try reader.read(bytes[...], take)
            try reader.finish(take)
        } catch {
            // The handler throws nothing, and the reader reports what is wrong.
        }
        return (tree, faults.filter { $0.severity == .error && $0.code != "xml.root-unknown" })
    }
}

/// Base64 (RFC 4648, 4).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let word = group.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << (16 - 8 * $1.offset) }
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[Int(word >> (18 - 6 * place)) & 63] : UInt8(ascii: "="))
            }
        }
        return text
    }
}
