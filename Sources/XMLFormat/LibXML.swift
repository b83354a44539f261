import CLibXML2
import Diagnostics

/// libxml2, set up once: what it may do with a document, and its callbacks as calls of a ``DocumentPass``.
enum LibXML {
    /// No network, nothing on stderr, and the charset that ``XMLText`` has settled. Never NOENT, DTDLOAD, DTDATTR, XINCLUDE
    /// or HUGE.
    static let options = Int32(
        XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
            | XML_PARSE_IGNORE_ENC.rawValue)

    /// Makes libxml2 ready; every use but the first costs a load.
    static func start() { _ = started }

    private static let started: Bool = {
        xmlInitParser()
        xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader)
        return true
    }()

    /// The callbacks of a document. There is none for what a DTD declares: it is not read.
    static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.internalSubset = { data, name, _, _ in
            LibXML.pass(data)?.pointee.documentType(name.map { String(cString: $0) } ?? "")
        }
        handler.startElementNs = { data, local, prefix, uri, namespaceCount, namespaces, count, defaulted, attributes in
            guard let local else { return }
            LibXML.pass(data)?.pointee.start(
                ElementStart(
                    local: local, prefix: prefix, uri: uri, namespaceCount: Int(namespaceCount), namespaces: namespaces,
                    attributeCount: Int(count), attributes: attributes))
        }
        handler.endElementNs = { data, local, prefix, uri in LibXML.pass(data)?.pointee.end(local, prefix, uri) }
        handler.characters = { data, bytes, count in
            if let bytes { LibXML.pass(data)?.pointee.characters(bytes, Int(count)) }
        }
        // The same for blanks (the parser then does not ask which they are) and for sections.
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.processingInstruction = { data, _, _ in LibXML.pass(data)?.pointee.instruction() }
        handler.reference = { data, name in LibXML.pass(data)?.pointee.reference(name.map { String(cString: $0) } ?? "")
        }
        handler.serror = { data, error in
            if let error { LibXML.pass(data)?.pointee.report(ParserError(error.pointee)) }
        }
        return handler
    }

    private static func pass(_ data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<DocumentPass>? {
        data?.assumingMemoryBound(to: DocumentPass.self)
    }
}

/// The start of an element as libxml2 reports it; the pointers live as long as the callback.
struct ElementStart {
    typealias Text = UnsafePointer<UInt8>

    var local: Text
    var prefix: Text?
    var uri: Text?
    var namespaceCount: Int
    var namespaces: UnsafeMutablePointer<Text?>?
    var attributeCount: Int
    /// Five pointers for each: local name, prefix, URI, start and end of the value.
    var attributes: UnsafeMutablePointer<Text?>?

    func attribute(_ index: Int) -> (local: Text?, uri: Text?, value: Text?, end: Text?) {
        guard let attributes else { return (nil, nil, nil, nil) }
        let five = attributes + index * 5
        return (five[0], five[2], five[3], five[4])
    }
}

/// An error of libxml2, copied out of its own storage.
struct ParserError {
    var code: UInt32
    var level: UInt32
    var line: Int
    /// libxml2's sentence without its line end.
    var message: String
    /// The first texts the sentence was made of: names, values.
    var texts: [String?]

    init(_ error: xmlError) {
        code = UInt32(bitPattern: error.code)
        level = error.level.rawValue
        line = Int(error.line)
        var sentence = error.message.map { String(cString: $0) } ?? ""
        while sentence.last?.isWhitespace == true { sentence.removeLast() }
        message = sentence
        texts = [error.str1, error.str2, error.str3].map { text in text.map { String(cString: $0) } }
    }
}
