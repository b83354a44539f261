import Diagnostics
import Directories
import Foundation
import Mapping
import Orders
import Testing
import XMLFormat
import Syntax

/// A partner's own fields, read by an extension of the shape and of the mapping: ten lines.
@Suite struct OverlayExampleTests {
    static let shape = """
        extends: opentrans
        parts: { ORDER_ITEM: { ITEM_UDX?: { UDX.acme.abc?: text, UDX.company.bar?: text } } }
        """
    static let mapping = """
        mapping: acme-order
        include: opentrans-order
        format: { syntax: XML, message: openTRANS ORDER, match: { ORDER_ITEM_LIST/ORDER_ITEM/ITEM_UDX/UDX.acme.abc: "*" } }
        document: order
        blocks: { line: { extensions.abc: ITEM_UDX/UDX.acme.abc, extensions.bar: ITEM_UDX/UDX.company.bar } }
        """

    @Test("a partner's fields are read, and written again, by an extension of few lines")
    func fields() throws {
        var files = ShippedMappings.files
        files["shapes/acme.yaml"] = Array(Self.shape.utf8)
        files["acme-order.yaml"] = Array(Self.mapping.utf8)
        let (library, diagnostics) = MappingLibrary.load(files, verifiedBy: ShippedMappings.shape)
        #expect(diagnostics.items == [])
        let bytes = Array(try Data(contentsOf: ShippedMappings.folder.appending(path: "cases/opentrans-order/udx.xml")))
        var found: [(header: InterchangeHeader, message: Message)] = []
        var header: InterchangeHeader?
        var reader = XMLFormatReader(dialects: library.shapes.dialects)
        func take(_ event: ReaderEvent) {
            switch event {
            case .interchange(let own): header = own
            case .message(let message): if let header { found.append((header, message)) }
            case .group: break
            case .end: break
            }
        }
        try reader.read(bytes[...], take)
        try reader.finish(take)
        let (own, message) = try #require(found.first)
        let shape = try #require(library.shapes.documents[message.type]).shape
        #expect(shape.deviations(of: message.tree, isOrdered: true).items == [])
        let choice = try library.mapping(for: message, tree: message.tree, shape: shape, header: own)
        #expect(choice.mapping.name == "acme-order")
        let read = choice.mapping.read(message.tree, shape: shape, header: own)
        #expect(read.unread.isEmpty)
        let extensions = read.document.orderContent?.lines.first?.extensions ?? []
        #expect(extensions.map(\.name) == ["abc", "bar"])
        #expect(extensions.map(\.value) == ["123", "sfoo"])
        let written = choice.mapping.write(read.document, shape: shape)
        #expect(written.diagnostics.items == [])
        #expect(written.unwritten.isEmpty)
    }
}
