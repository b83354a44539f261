import Diagnostics
import FlatFile
import Syntax

/// One input for the reader of JSON of a partner's own: the cutting into documents, and a tree of each one's members. What is
/// read is written as JSON that is read again as one document.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Holding.bytes(data, count)
    let format = JSONFormat(
        type: "Order", version: "1",
        objects: [
            [
                .init("orderNo", isList: false, isBare: false, object: nil),
                .init("customer", isList: false, isBare: false, object: 1),
                .init("remarks", isList: true, isBare: false, object: nil),
                .init("positions", isList: true, isBare: false, object: 2),
            ],
            [.init("gln", isList: false, isBare: false, object: nil)],
            [
                .init("pos", isList: false, isBare: true, object: nil),
                .init("quantity", isList: false, isBare: true, object: nil),
            ],
        ], mandatory: ["orderNo", "positions"], names: .empty)
    func reader(limit: Int) -> JSONDocumentReader {
        JSONDocumentReader(documents: ["order"], version: "1", limit: limit, formats: [format], usual: format)
    }
    let reading = Holding.read(input, by: reader(limit: 32_768))
    for message in reading.messages where message.diagnostics.isEmpty && message.type == "Order" {
        let written = JSONTreeWriter.write(message.tree, as: format)
        let again = Holding.read(written, by: reader(limit: 1 << 20))
        guard again.messages.count == 1, again.messages[0].diagnostics.isEmpty else {
            fatalError("what is written is no document")
        }
    }
    return 0
}
