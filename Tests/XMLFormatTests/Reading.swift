import Diagnostics
import Foundation
import Syntax
import Testing
import XMLFormat

/// What came out of reading one payload.
struct Reading {
    var header: InterchangeHeader
    var message: Message?
    var end: DiagnosticList

    /// All faults, wherever they stand.
    var diagnostics: [Diagnostic] { (message?.diagnostics.items ?? []) + end.items }
    var codes: [Code] { diagnostics.map(\.code) }
    var errors: [Code] { diagnostics.filter { $0.severity == .error }.map(\.code) }

    /// The text at a path as ``Tree/path(of:)`` writes it.
    func text(_ path: String) -> String? {
        guard let tree = message?.tree else { return nil }
        return tree.nodes.indices.first { tree.path(of: $0) == path }.flatMap { tree.text(of: $0) }
    }
}

/// Reads a payload in pieces of `piece` bytes.
func read(
    _ bytes: [UInt8], dialects: XMLDialects = .shipped, limits: XMLLimits = XMLLimits(), schema: Bool = true,
    piece: Int = .max
) throws -> Reading {
    var reader = XMLFormatReader(dialects: dialects, limits: limits, checksSchema: schema)
    var headers: [InterchangeHeader] = []
    var messages: [Message] = []
    var ends: [DiagnosticList] = []
    let handle = { (event: ReaderEvent) in
        switch event {
        case .interchange(let header): headers.append(header)
        case .message(let message): messages.append(message)
        case .group: break
        case .end(let faults): ends.append(faults)
        }
    }
    var start = 0
    while start < bytes.count {
        let end = piece > bytes.count - start ? bytes.count : start + piece
        try reader.read(bytes[start..<end], handle)
        start = end
    }
    try reader.finish(handle)
    #expect(messages.count <= 1)
    return Reading(header: try #require(headers.first), message: messages.first, end: try #require(ends.first))
}

func read(_ text: String, dialects: XMLDialects = .shipped, limits: XMLLimits = XMLLimits()) throws -> Reading {
    try read(Array(text.utf8), dialects: dialects, limits: limits)
}

/// A file of Tests/Corpus.
func corpus(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: folder.appending(path: "Corpus").appending(path: name)))
}

/// A small order without anything that the schema makes mandatory beyond itself.
func order(_ inner: String = "", declaration: String = "") -> String {
    declaration + """
        <o:Order xmlns:o="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
         xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
         xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
        <b:ID>PO-1</b:ID><b:IssueDate>2026-09-28</b:IssueDate>\(inner)
        <a:BuyerCustomerParty/><a:SellerSupplierParty/>
        <a:OrderLine><a:LineItem><b:ID>1</b:ID><a:Item/></a:LineItem></a:OrderLine>
        </o:Order>
        """
}
